package dev.colophon.gateway.route;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import org.springframework.stereotype.Component;

/** Spring Cloud Gateway tells spans the whole address of a call; a query may hold the secret of a webhook. */
@Component
final class QueryFreeSpans implements ObservationFilter {

    static final String ADDRESS = "http.uri";

    @Override
    public Observation.Context map(Observation.Context context) {
        KeyValue address = context.getHighCardinalityKeyValue(ADDRESS);
        int query = address == null ? -1 : address.getValue().indexOf('?');
        return query < 0
                ? context
                : context.addHighCardinalityKeyValue(
                        KeyValue.of(ADDRESS, address.getValue().substring(0, query)));
    }
}
