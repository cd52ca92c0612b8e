package dev.colophon.usage.estimate;

import dev.colophon.usage.budget.OutputEstimate;
import dev.colophon.usage.price.Price;
import dev.colophon.usage.price.PriceList;
import dev.colophon.web.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What other services ask about calls that they may make; nothing is reserved by asking. */
@RestController
@RequestMapping("/internal/v1/estimates")
@Tag(name = "Estimates", description = "For services only: the gateway has no route to these")
class EstimateController {

    private static final int AT_ONCE = 1_000;

    private final OutputEstimate outputs;
    private final PriceList prices;
    private final Clock clock;

    EstimateController(OutputEstimate outputs, PriceList prices, Clock clock) {
        this.outputs = outputs;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Calls of one kind.
     *
     * @param calls how many answers there will be
     * @param inputTokens of all of them
     * @param maxOutputTokens of one; null where nothing limits the answer
     */
    record EstimatedCalls(
            @NotBlank String operation,
            @NotBlank String provider,
            @NotBlank String model,
            @Nullable UUID integrationId,
            @NotNull @Min(0) Long calls,
            @NotNull @Min(0) Long inputTokens,
            @Min(0) @Nullable Long maxOutputTokens) {}

    record EstimateBody(@NotNull @Size(max = AT_ONCE) List<@Valid @NotNull EstimatedCalls> calls) {}

    /**
     * What they will take.
     *
     * @param priceStatus {@code known} or {@code unknown_price}
     * @param low USD as plain decimal text, like the others; null where no price is known
     * @param observedCalls how many answers of this kind the lengths were taken from; none where they are assumed
     */
    record CallsEstimate(
            String priceStatus,
            long lowOutputTokens,
            long expectedOutputTokens,
            long worstOutputTokens,
            @Nullable String low,
            @Nullable String expected,
            @Nullable String worst,
            long observedCalls) {

        static CallsEstimate of(PlannedCost cost, long observed) {
            return new CallsEstimate(
                    cost.status(),
                    cost.lowOutput(),
                    cost.expectedOutput(),
                    cost.worstOutput(),
                    text(cost.low()),
                    text(cost.expected()),
                    text(cost.worst()),
                    observed);
        }

        private static @Nullable String text(@Nullable BigDecimal usd) {
            return usd == null ? null : usd.toPlainString();
        }
    }

    /** In the order of what was asked. */
    record Estimates(List<CallsEstimate> items) {}

    @PostMapping
    @Operation(summary = "What calls would cost: low, expected and worst, from how long answers were until now")
    Mono<Estimates> estimate(@Valid @RequestBody EstimateBody body, Caller caller) {
        return Flux.fromIterable(body.calls())
                .concatMap(calls -> answer(caller.clientId(), calls))
                .collectList()
                .map(Estimates::new);
    }

    private Mono<CallsEstimate> answer(UUID clientId, EstimatedCalls calls) {
        Price price =
                prices.inForce(calls.provider(), calls.model(), clock.instant()).orElse(null);
        return outputs.range(clientId, calls.operation(), calls.model(), calls.maxOutputTokens())
                .map(range -> CallsEstimate.of(
                        PlannedCost.of(price, calls.calls(), calls.inputTokens(), range), range.observed()));
    }
}
