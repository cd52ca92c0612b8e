package dev.colophon.usage.gateway;

import dev.colophon.usage.gateway.Estimates.Call;
import dev.colophon.usage.gateway.Estimates.Theirs;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.Integrations;
import dev.colophon.usage.integration.Subtype;
import dev.colophon.usage.price.PriceList;
import dev.colophon.web.problem.FieldError;
import dev.colophon.web.problem.ProblemException;
import dev.colophon.web.security.Caller;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** What a call would cost. */
@RestController
@RequestMapping("/api/v1/ai/spend")
@RequiresRole(Role.VIEWER)
@Tag(name = "Usage")
class SpendController {

    private static final String OPENAI = "openai";

    private final PriceList prices;
    private final Integrations integrations;
    private final Estimates estimates;
    private final Clock clock;

    SpendController(PriceList prices, Integrations integrations, Estimates estimates, Clock clock) {
        this.prices = prices;
        this.integrations = integrations;
        this.estimates = estimates;
        this.clock = clock;
    }

    /**
     * A call that was not made.
     *
     * @param outputTokens null for none
     * @param provider null for that of the integration, or openai
     * @param integrationId a gateway is asked, too
     */
    record SpendRequest(
            @NotBlank String model,
            @NotNull @Min(0) Long inputTokens,
            @Min(0) @Nullable Long outputTokens,
            @Nullable String provider,
            @Nullable UUID integrationId) {}

    /**
     * What it would cost.
     *
     * @param cost USD with ten decimals, by the price list; null where it has no price and a gateway was asked
     * @param gateway what the gateway says; null where none was asked
     */
    record Spend(
            String provider,
            String model,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal cost,
            String priceListVersion,
            @Nullable Theirs gateway) {}

    @PostMapping("/calculate")
    @Operation(
            summary = "What a call would cost now by the price list, and by the gateway (LiteLLM's /cost/estimate, else"
                    + " /spend/calculate) where an integration with one is named; 422 where no price is known")
    Mono<Spend> calculate(@Valid @RequestBody SpendRequest request, Caller caller) {
        return request.integrationId() == null
                ? Mono.fromCallable(() -> priced(request, request.provider() == null ? OPENAI : request.provider()))
                : integrations
                        .find(caller.clientId(), request.integrationId())
                        .flatMap(integration -> calculate(request, integration));
    }

    private Mono<Spend> calculate(SpendRequest request, Integration integration) {
        String provider = integration.type().wireName();
        if (request.provider() != null && !request.provider().equals(provider)) {
            throw ProblemException.unprocessable(
                    "The integration is of another provider", new FieldError("provider", "must be " + provider));
        }
        if (integration.subtype() != Subtype.GATEWAY) {
            return Mono.fromCallable(() -> priced(request, provider));
        }
        Call call = new Call(request.model(), request.inputTokens(), outputTokens(request));
        BigDecimal ours = ours(request, provider);
        return estimates.ask(integration, call, ours).map(theirs -> spend(request, provider, ours, theirs));
    }

    private Spend priced(SpendRequest request, String provider) {
        BigDecimal ours = ours(request, provider);
        if (ours == null) {
            throw ProblemException.unprocessable("No price is known of " + request.model() + " at " + provider);
        }
        return spend(request, provider, ours, null);
    }

    private @Nullable BigDecimal ours(SpendRequest request, String provider) {
        return prices.inForce(provider, request.model(), clock.instant())
                .flatMap(price -> price.of(request.inputTokens(), outputTokens(request)))
                .orElse(null);
    }

    private Spend spend(SpendRequest request, String provider, @Nullable BigDecimal ours, @Nullable Theirs theirs) {
        return new Spend(
                provider,
                request.model(),
                request.inputTokens(),
                outputTokens(request),
                ours,
                prices.version(),
                theirs);
    }

    private static long outputTokens(SpendRequest request) {
        return request.outputTokens() == null ? 0 : request.outputTokens();
    }
}
