package dev.colophon.ops.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** New limits of a replay; what is absent stays as it is. */
record ReplayChange(
        @Nullable @Min(1) @Max(1_000_000) Integer maxPerSecond,

        @Nullable @DecimalMin("0") @Digits(integer = 12, fraction = 10) @Schema(description = "US dollars")
        BigDecimal maxCost) {}
