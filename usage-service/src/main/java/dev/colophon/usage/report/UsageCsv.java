package dev.colophon.usage.report;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ledger records as CSV (RFC 4180). A text that a spreadsheet would take for a formula is marked as text. */
final class UsageCsv {

    private static final List<String> COLUMNS = List.of(
            "occurred_at",
            "attempt_id",
            "call_id",
            "attempt",
            "project_id",
            "item_id",
            "integration_id",
            "operation",
            "provider",
            "model",
            "provider_call_id",
            "input_count",
            "input_tokens",
            "cached_input_tokens",
            "output_tokens",
            "total_tokens",
            "estimated",
            "cost",
            "cost_status",
            "adjustment",
            "price_version",
            "cache_hit",
            "outcome",
            "duration_ms",
            "trace_id",
            "replay_id");

    private static final Pattern AMOUNT = Pattern.compile("-?\\d+(\\.\\d+)?");

    private UsageCsv() {}

    static String header() {
        return line(COLUMNS.toArray());
    }

    static String row(UsageRecord usage) {
        return line(
                usage.occurredAt(),
                usage.attemptId(),
                usage.callId(),
                usage.attempt(),
                usage.projectId(),
                usage.itemId(),
                usage.integrationId(),
                usage.operation(),
                usage.provider(),
                usage.model(),
                usage.providerCallId(),
                usage.inputCount(),
                usage.inputTokens(),
                usage.cachedInputTokens(),
                usage.outputTokens(),
                usage.totalTokens(),
                usage.estimated(),
                amount(usage.cost()),
                usage.costStatus(),
                amount(usage.adjustment()),
                usage.priceVersion(),
                usage.cacheHit(),
                usage.outcome(),
                usage.durationMs(),
                usage.traceId(),
                usage.replayId());
    }

    private static @Nullable String amount(@Nullable BigDecimal usd) {
        return usd == null ? null : usd.toPlainString();
    }

    private static String line(@Nullable Object... values) {
        return Arrays.stream(values).map(UsageCsv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!text.isEmpty() && !AMOUNT.matcher(text).matches() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
