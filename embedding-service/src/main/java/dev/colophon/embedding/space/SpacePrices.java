package dev.colophon.embedding.space;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.spend.Admission;
import dev.colophon.ai.spend.Admission.Admitted;
import dev.colophon.ai.spend.Admission.OverBudget;
import dev.colophon.ai.spend.Admission.Request;
import dev.colophon.ai.spend.Admission.UnknownPrice;
import dev.colophon.ai.spend.Admissions;
import dev.colophon.ai.spend.TokenPrice;
import dev.colophon.events.ClientId;
import dev.colophon.events.Ids;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What embedding will cost, by the price that the account book quotes: it is asked for one token, whose reservation is given
 * back at once.
 */
@Component
public class SpacePrices {

    private static final String OPERATION = "embedding";
    private static final String UNKNOWN = "unknown_price";

    /**
     * What something costs.
     *
     * @param usd null where it is not known
     * @param status {@code known}; {@code unknown_price} where none is listed for the model, which is not nothing;
     *     {@code over_budget} where the client's limit is reached and nothing would be embedded now; {@code unavailable}
     *     where the account book gives no answer
     */
    public record Cost(@Nullable BigDecimal usd, String status) {

        /** The local model's. */
        public static final Cost FREE = new Cost(new BigDecimal("0.0000000000"), "known");
    }

    private final Admissions admissions;

    SpacePrices(Admissions admissions) {
        this.admissions = admissions;
    }

    /** @param integration null for the local model */
    public Mono<Cost> of(UUID clientId, @Nullable Integration integration, long tokens) {
        if (integration == null || tokens == 0) {
            return Mono.just(Cost.FREE);
        }
        ClientId client = new ClientId(clientId);
        Request request = new Request(
                Ids.newId(),
                Ids.newId(),
                OPERATION,
                null,
                integration.id(),
                integration.type().wireName(),
                integration.modelName(),
                1,
                0L);
        return admissions.admit(client, request).flatMap(admission -> {
            Cost cost = cost(admission, tokens);
            return admission instanceof Admitted
                    ? admissions.release(client, request.attemptId()).thenReturn(cost)
                    : Mono.just(cost);
        });
    }

    private static Cost cost(Admission admission, long tokens) {
        if (admission instanceof Admitted admitted) {
            Optional<BigDecimal> usd = Optional.ofNullable(admitted.price())
                    .map(price -> new TokenPrice(price.input(), null, null))
                    .flatMap(price -> price.of(tokens, null, null));
            return usd.map(amount -> new Cost(amount, "known")).orElseGet(() -> new Cost(null, UNKNOWN));
        }
        if (admission instanceof OverBudget) {
            return new Cost(null, "over_budget");
        }
        return new Cost(null, admission instanceof UnknownPrice ? UNKNOWN : "unavailable");
    }
}
