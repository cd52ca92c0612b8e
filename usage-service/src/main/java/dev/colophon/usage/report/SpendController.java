package dev.colophon.usage.report;

import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.RequiresRole;
import dev.colophon.web.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a call would cost. */
@RestController
@RequestMapping("/api/v1/ai/spend")
@RequiresRole(Role.VIEWER)
@Tag(name = "Usage")
class SpendController {

    private static final String OPENAI = "openai";

    private final PriceList prices;
    private final Clock clock;

    SpendController(PriceList prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /** @param provider null for openai */
    record SpendRequest(
            @NotBlank String model,
            @NotNull @Min(0) Long inputTokens,
            @Min(0) @Nullable Long outputTokens,
            @Nullable String provider) {}

    /** @param cost USD with ten decimals */
    record Spend(String provider, String model, BigDecimal cost, String priceListVersion) {}

    @PostMapping("/calculate")
    @Operation(summary = "What a call would cost now by the price list; 422 where no price is known")
    Spend calculate(@Valid @RequestBody SpendRequest request) {
        String provider = request.provider() == null ? OPENAI : request.provider();
        Long output = request.outputTokens() == null ? Long.valueOf(0) : request.outputTokens();
        Price price = prices.inForce(provider, request.model(), clock.instant())
                .orElseThrow(() ->
                        ProblemException.unprocessable("No price is known of " + request.model() + " at " + provider));
        return new Spend(
                provider,
                request.model(),
                price.of(request.inputTokens(), output).orElseThrow(),
                prices.version());
    }
}
