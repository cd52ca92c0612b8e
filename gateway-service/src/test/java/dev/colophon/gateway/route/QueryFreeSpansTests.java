package dev.colophon.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.filter.headers.observation.DefaultGatewayObservationConvention;
import org.springframework.cloud.gateway.filter.headers.observation.GatewayContext;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class QueryFreeSpansTests {

    private final QueryFreeSpans spans = new QueryFreeSpans();

    @Test
    void takesTheQueryFromWhatTheGatewaySaysOfAnAddress() {
        MockServerHttpRequest request = MockServerHttpRequest.post("http://etl/api/v1/webhooks/jira/7?secret=abc")
                .build();
        GatewayContext context = new GatewayContext(new HttpHeaders(), request, MockServerWebExchange.from(request));
        KeyValues said = DefaultGatewayObservationConvention.INSTANCE.getHighCardinalityKeyValues(context);
        said.forEach(context::addHighCardinalityKeyValue);

        assertThat(said).extracting(KeyValue::getValue).anyMatch(value -> value.contains("abc"));
        assertThat(spans.map(context).getHighCardinalityKeyValues())
                .extracting(KeyValue::getValue)
                .contains("http://etl/api/v1/webhooks/jira/7")
                .noneMatch(value -> value.contains("abc"));
    }

    @Test
    void leavesOthersAsTheyAre() {
        Observation.Context context = new Observation.Context();
        context.addHighCardinalityKeyValue(
                KeyValue.of(QueryFreeSpans.ADDRESS, URI.create("/a").toString()));

        assertThat(spans.map(context)
                        .getHighCardinalityKeyValue(QueryFreeSpans.ADDRESS)
                        .getValue())
                .isEqualTo("/a");
        assertThat(spans.map(new Observation.Context()).getHighCardinalityKeyValues())
                .isEmpty();
    }
}
