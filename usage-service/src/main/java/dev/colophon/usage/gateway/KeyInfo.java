package dev.colophon.usage.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.usage.Amounts;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway says of the key it is asked with: {@code info} of LiteLLM's {@code GET /key/info}. Its members differ by
 * version: all but {@code spend} may be missing, and others are passed over. The key itself is never taken up.
 *
 * @param keyName as the gateway masks it
 * @param spend USD since the budget's last reset, or since ever
 * @param maxBudget USD; null for none
 * @param models that it may be used for; empty for all
 */
record KeyInfo(
        @Nullable String keyName,
        @Nullable String keyAlias,
        BigDecimal spend,
        @Nullable BigDecimal maxBudget,
        @Nullable String budgetDuration,
        @Nullable Instant budgetResetAt,
        @Nullable Instant expires,
        List<String> models,
        @Nullable Boolean blocked) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d|w|mo)");

    /** Empty where the body says nothing of what was spent. */
    static Optional<KeyInfo> of(JsonNode body, Gateway gateway) {
        JsonNode info = body.path("info");
        BigDecimal spend = amount(info, "spend");
        if (spend == null) {
            return Optional.empty();
        }
        JsonNode shared = info.path("litellm_budget_table");
        List<String> models = new ArrayList<>();
        info.path("models").forEach(model -> models.add(model.asText()));
        return Optional.of(new KeyInfo(
                gateway.withoutKey(text(info, "key_name")),
                gateway.withoutKey(text(info, "key_alias")),
                spend,
                info.path("max_budget").isNumber() ? amount(info, "max_budget") : amount(shared, "max_budget"),
                text(info, "budget_duration"),
                instant(info, "budget_reset_at"),
                instant(info, "expires"),
                models,
                info.path("blocked").isBoolean() ? info.path("blocked").booleanValue() : null));
    }

    /** Since when {@link #spend} adds up: the key's last reset; null for since ever. */
    @Nullable
    Instant since() {
        Instant reset = budgetResetAt;
        return reset == null || budgetDuration == null
                ? null
                : duration(budgetDuration)
                        .map(duration ->
                                reset.atOffset(ZoneOffset.UTC).minus(duration).toInstant())
                        .orElse(null);
    }

    private static Optional<TemporalAmount> duration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int count = Integer.parseInt(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    case "w" -> Period.ofWeeks(count);
                    default -> Period.ofMonths(count);
                });
    }

    private static @Nullable String text(JsonNode of, String member) {
        JsonNode value = of.path(member);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable BigDecimal amount(JsonNode of, String member) {
        BigDecimal amount = of.path(member).isNumber() ? of.path(member).decimalValue() : null;
        return amount != null && Amounts.areReckonable(amount) ? amount : null;
    }

    /** With an offset or, as older versions write, without one and in UTC. */
    private static @Nullable Instant instant(JsonNode of, String member) {
        String text = text(of, member);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            return local(text);
        }
    }

    private static @Nullable Instant local(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
