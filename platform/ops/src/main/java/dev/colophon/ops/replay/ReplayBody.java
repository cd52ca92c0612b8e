package dev.colophon.ops.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.Topic;
import dev.colophon.events.item.ItemKind;
import dev.colophon.messaging.replay.Bound;
import dev.colophon.messaging.replay.ReplayRequest;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an operator asks to have replayed. */
@Schema(name = "ReplayRequest")
record ReplayBody(
        @NotBlank @Schema(example = "colophon.items") String topic,

        @Nullable
        @Schema(
                description = "The beginning if absent; an RFC 3339 time, or offsets by partition as in {\"0\": 12}:"
                        + " partitions that are not named are left out",
                types = {"string", "object", "null"})
        JsonNode from,

        @Nullable
        @Schema(
                description = "Exclusive. The end as it is now if absent; otherwise as from",
                types = {"string", "object", "null"})
        JsonNode to,

        @Nullable UUID clientId,
        @Nullable UUID projectId,

        @Nullable @Size(max = 50) @Schema(description = "CloudEvents types; all if absent")
        List<String> types,

        @Nullable @Size(max = 50) @Schema(description = "Kinds of items; all if absent")
        List<String> kinds,

        @Nullable @Schema(description = "Also do again what is done already and would come out the same")
        Boolean force,

        @Nullable @Min(1) @Max(1_000_000) Integer maxPerSecond,

        @Nullable
        @DecimalMin("0")
        @Digits(integer = 12, fraction = 10)
        @Schema(description = "US dollars; the worst that the estimate says if absent")
        BigDecimal maxCost,

        @Nullable @Size(max = 1_000) @Schema(description = "Why, for the audit")
        String reason,

        @Nullable @Schema(description = "Only find out what it would take")
        Boolean dryRun,

        @Nullable @Schema(description = "A dry run that is over, whose range, filters and estimate to take over")
        UUID dryRunId) {

    /**
     * @param known the topics that are replayed here
     * @throws ProblemException {@code 400} that names every field that is wrong
     */
    ReplayRequest request(Set<Topic> known) {
        List<FieldError> errors = new ArrayList<>();
        Topic asked = topic(known, errors);
        Bound begin = bound("from", from, errors);
        Bound end = bound("to", to, errors);
        Set<ItemKind> wanted = wantedKinds(errors);
        if (asked == null || !errors.isEmpty()) {
            throw ProblemException.badRequest(
                    "The replay cannot be carried out as asked", errors.toArray(FieldError[]::new));
        }
        return new ReplayRequest(
                asked,
                begin,
                end,
                clientId,
                projectId,
                types == null ? Set.of() : Set.copyOf(types),
                wanted,
                Boolean.TRUE.equals(force),
                maxPerSecond,
                maxCost,
                reason,
                Boolean.TRUE.equals(dryRun),
                dryRunId);
    }

    private @Nullable Topic topic(Set<Topic> known, List<FieldError> errors) {
        for (Topic candidate : known) {
            if (candidate.topicName().equals(topic)) {
                return candidate;
            }
        }
        String names = known.stream().map(Topic::topicName).sorted().collect(Collectors.joining(", "));
        errors.add(new FieldError(
                "topic", names.isEmpty() ? "nothing is replayed here" : "must be one that is replayed here: " + names));
        return null;
    }

    private static Bound bound(String field, @Nullable JsonNode json, List<FieldError> errors) {
        try {
            return Bound.of(json);
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError(field, String.valueOf(e.getMessage())));
            return Bound.OPEN;
        }
    }

    private Set<ItemKind> wantedKinds(List<FieldError> errors) {
        Set<ItemKind> wanted = EnumSet.noneOf(ItemKind.class);
        List<String> asked = kinds == null ? List.of() : kinds;
        for (int i = 0; i < asked.size(); i++) {
            try {
                wanted.add(ItemKind.fromWireName(String.valueOf(asked.get(i))));
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(
                        "kinds[" + i + "]",
                        "must be one of "
                                + Arrays.stream(ItemKind.values())
                                        .map(ItemKind::wireName)
                                        .collect(Collectors.joining(", "))));
            }
        }
        return wanted;
    }
}
