package dev.colophon.usage.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.usage.Amounts;
import dev.colophon.usage.integration.Integration;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Asks a gateway what a call would cost: {@code /cost/estimate} where it has that, else {@code /spend/calculate} with an
 * answer made up of the counts alone.
 */
@Component
class Estimates {

    private static final String ESTIMATE = "/cost/estimate";
    private static final String CALCULATE = "/spend/calculate";
    private static final String NOT_ANSWERED = "not_answered";
    private static final String NOT_COMPARABLE = "not_comparable";

    /**
     * What a gateway says.
     *
     * @param status {@code equal}, {@code within_tolerance}, {@code differs}, {@code not_comparable} where we know no
     *     price, or {@code not_answered}
     * @param source the route that answered
     * @param cost USD
     * @param difference USD, theirs less ours
     * @param error why it is not answered
     */
    record Theirs(
            UUID integrationId,
            String name,
            String status,
            @Nullable String source,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal difference,
            @Nullable String error) {}

    /** A call that was not made. */
    record Call(String model, long inputTokens, long outputTokens) {

        boolean isEmpty() {
            return inputTokens + outputTokens == 0;
        }
    }

    private final Gateways gateways;
    private final GatewayClient client;

    Estimates(Gateways gateways, GatewayClient client) {
        this.gateways = gateways;
        this.client = client;
    }

    /** @param ours USD; null where no price is known */
    Mono<Theirs> ask(Integration integration, Call call, @Nullable BigDecimal ours) {
        Gateways.Opened opened = gateways.open(integration);
        Gateway gateway = opened.gateway();
        if (gateway == null) {
            return Mono.just(unanswered(integration, String.valueOf(opened.failure())));
        }
        return client.post(gateway, ESTIMATE, estimate(call))
                .flatMap(answer -> answer.isRouteUnknown()
                        ? client.post(gateway, CALCULATE, completed(call))
                                .map(older -> theirs(integration, gateway, call, older, CALCULATE, "cost", ours))
                        : Mono.just(theirs(integration, gateway, call, answer, ESTIMATE, "cost_per_request", ours)));
    }

    private static Theirs theirs(
            Integration integration,
            Gateway gateway,
            Call call,
            GatewayAnswer answer,
            String path,
            String member,
            @Nullable BigDecimal ours) {
        JsonNode amount = answer.body().path(member);
        if (!answer.isGiven() || !amount.isNumber() || !Amounts.areReckonable(amount.decimalValue())) {
            return unanswered(integration, GatewayWords.ofCost(gateway, answer, path, member, call.model()));
        }
        BigDecimal cost = amount.decimalValue();
        if (cost.signum() == 0 && !call.isEmpty() && (ours == null || ours.signum() != 0)) {
            return unanswered(
                    integration,
                    "the gateway says 0, which with LiteLLM means that it has no price of " + call.model());
        }
        if (ours == null) {
            return new Theirs(integration.id(), integration.name(), NOT_COMPARABLE, path, cost, null, null);
        }
        Comparison compared = Comparison.of(cost, ours, BigDecimal.ZERO, 1);
        String status = compared.status().name().toLowerCase(Locale.ROOT);
        return new Theirs(integration.id(), integration.name(), status, path, cost, compared.difference(), null);
    }

    private static Theirs unanswered(Integration integration, String words) {
        return new Theirs(integration.id(), integration.name(), NOT_ANSWERED, null, null, null, words);
    }

    private static ObjectNode estimate(Call call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("model", call.model())
                .put("input_tokens", call.inputTokens())
                .put("output_tokens", call.outputTokens());
    }

    /** An answer to a chat, which is all that the older route prices with its output. */
    private static ObjectNode completed(Call call) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode completion = body.putObject("completion_response")
                .put("id", "estimate")
                .put("object", "chat.completion")
                .put("created", 0)
                .put("model", call.model());
        completion
                .putArray("choices")
                .addObject()
                .put("index", 0)
                .put("finish_reason", "stop")
                .putObject("message")
                .put("role", "assistant")
                .put("content", "");
        completion
                .putObject("usage")
                .put("prompt_tokens", call.inputTokens())
                .put("completion_tokens", call.outputTokens())
                .put("total_tokens", call.inputTokens() + call.outputTokens());
        return body;
    }
}
