package dev.colophon.usage.gateway;

import dev.colophon.persistence.ClientTransactions;
import dev.colophon.usage.gateway.GatewaySpending.Own;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.Integrations;
import dev.colophon.usage.integration.Subtype;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Holds what each of a client's gateways says of its key against the ledger; one that is away stands in no other's way. */
@Component
class GatewayKeys {

    private static final int AT_ONCE = 4;
    private static final String NOT_ANSWERED = "not_answered";

    /**
     * One gateway.
     *
     * @param status {@code equal}, {@code within_tolerance}, {@code differs} or {@code not_answered}
     * @param error why it is not answered, and what to do about it
     * @param key null where it is not answered
     * @param own over the same time as the key's spend
     * @param difference USD, theirs less ours; null where it is not answered
     */
    record Line(
            UUID integrationId,
            String name,
            String status,
            @Nullable String error,
            @Nullable KeyInfo key,
            Own own,
            @Nullable BigDecimal difference) {}

    /**
     * What counts as agreement.
     *
     * @param ratio of the larger amount
     * @param lagSeconds that a gateway's own sum may be late
     */
    record Tolerance(BigDecimal ratio, int lagSeconds) {}

    /** All gateways of a client, oldest first. */
    record Report(List<Line> gateways, Tolerance tolerance) {}

    private final Integrations integrations;
    private final Gateways gateways;
    private final GatewayClient client;
    private final GatewaySpending spending;
    private final ClientTransactions transactions;

    GatewayKeys(
            Integrations integrations,
            Gateways gateways,
            GatewayClient client,
            GatewaySpending spending,
            ClientTransactions transactions) {
        this.integrations = integrations;
        this.gateways = gateways;
        this.client = client;
        this.spending = spending;
        this.transactions = transactions;
    }

    Mono<Report> report(UUID clientId) {
        Tolerance tolerance = new Tolerance(Comparison.TOLERANCE, Comparison.LAG_SECONDS);
        return integrations
                .all(clientId)
                // gateways are asked when the transaction is over: a connection does not wait for them
                .collectList()
                .flatMapIterable(all -> all)
                .filter(integration -> integration.subtype() == Subtype.GATEWAY)
                .flatMapSequential(integration -> line(clientId, integration), AT_ONCE)
                .collectList()
                .map(lines -> new Report(lines, tolerance));
    }

    private Mono<Line> line(UUID clientId, Integration integration) {
        Gateways.Opened opened = gateways.open(integration);
        Gateway gateway = opened.gateway();
        return gateway == null
                ? unanswered(clientId, integration, String.valueOf(opened.failure()))
                : client.get(gateway, GatewayWords.KEY_INFO)
                        .flatMap(answer -> compared(clientId, integration, gateway, answer));
    }

    private Mono<Line> compared(UUID clientId, Integration integration, Gateway gateway, GatewayAnswer answer) {
        KeyInfo key = answer.isGiven() ? KeyInfo.of(answer.body(), gateway).orElse(null) : null;
        if (key == null) {
            return unanswered(clientId, integration, GatewayWords.ofKeyInfo(gateway, answer));
        }
        return transactions
                .inClient(clientId, spending.of(integration.id(), key.since()))
                .map(own -> line(integration, key, own));
    }

    private static Line line(Integration integration, KeyInfo key, Own own) {
        Comparison compared = Comparison.of(key.spend(), own.cost(), own.unconfirmedCost(), own.requests());
        String status = compared.status().name().toLowerCase(Locale.ROOT);
        return new Line(integration.id(), integration.name(), status, null, key, own, compared.difference());
    }

    private Mono<Line> unanswered(UUID clientId, Integration integration, String words) {
        return transactions
                .inClient(clientId, spending.of(integration.id(), null))
                .map(own -> new Line(integration.id(), integration.name(), NOT_ANSWERED, words, null, own, null));
    }
}
