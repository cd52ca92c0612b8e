package dev.colophon.usage.preference;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of documents that a client can set, each with its schema. */
enum SettingKind {
    AGENT_CONFIG(Family.PREFERENCE),
    DASHBOARD_AI(Family.PREFERENCE),
    EMBEDDING_CONFIG(Family.PREFERENCE),
    MODELS(Family.CONFIGURATION),
    POLICIES(Family.CONFIGURATION),
    COST_LIMITS(Family.CONFIGURATION),
    FEATURES(Family.CONFIGURATION);

    /** Preferences are a matter of taste; configuration decides what calls are made and what they may cost. */
    enum Family {
        PREFERENCE,
        CONFIGURATION
    }

    private final Family family;

    SettingKind(Family family) {
        this.family = family;
    }

    /** The kind with this name in the family. */
    static Optional<SettingKind> named(Family family, String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.family == family && kind.wireName().equals(name))
                .findFirst();
    }

    /** The name in the API. */
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name on the configuration topic and in the database, for example {@code configuration/policies}. */
    String topicKind() {
        return family.name().toLowerCase(Locale.ROOT) + "/" + wireName();
    }
}
