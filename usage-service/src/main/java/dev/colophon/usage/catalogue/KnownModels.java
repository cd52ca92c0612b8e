package dev.colophon.usage.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The models that come described with the service.
 *
 * @param sources where descriptions were taken from, by the name that models give
 */
record KnownModels(Map<String, Source> sources, List<KnownModel> models) {

    private static final Pattern RELEASE_DATE = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|20\\d{6})$");

    /** @param checkedAt null for a source that was not looked at for this list */
    record Source(String title, @Nullable LocalDate checkedAt) {}

    static KnownModels read(ObjectMapper json) {
        try (InputStream in = KnownModels.class.getResourceAsStream("models.json")) {
            return json.readValue(in, KnownModels.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model, or the one that it is a dated release of. */
    Optional<KnownModel> find(String provider, String model) {
        return exactly(provider, model)
                .or(() -> exactly(provider, RELEASE_DATE.matcher(model).replaceFirst("")));
    }

    List<KnownModel> of(String provider) {
        return models.stream()
                .filter(model -> model.provider().equals(provider))
                .toList();
    }

    private Optional<KnownModel> exactly(String provider, String model) {
        return models.stream()
                .filter(known ->
                        known.provider().equals(provider) && known.model().equals(model))
                .findFirst();
    }
}
