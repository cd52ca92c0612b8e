package dev.colophon.metadata.draft;

import dev.colophon.ai.spend.Target;

/**
 * Whom metadata is asked of, and how.
 *
 * @param askedOf provider and model; of what served after fallbacks, that one
 * @param promptVersion of the instructions; of what is made without a model, of its rules
 */
public record Authorship(String askedOf, String promptVersion) {

    static Authorship of(Target model, String promptVersion) {
        return new Authorship(model.provider() + "/" + model.model(), promptVersion);
    }

    /** Whether metadata whose author was not written down is by this one, as far as the model that served tells. */
    public boolean mayHaveServedAs(String model, String version) {
        String asked = askedOf.substring(askedOf.indexOf('/') + 1);
        // providers serve a name by one of its dated versions
        return version.equals(promptVersion) && (model.equals(asked) || model.startsWith(asked + "-"));
    }
}
