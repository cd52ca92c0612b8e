package dev.colophon.etl.source;

import dev.colophon.etl.connector.Connector;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The types of sources that there are. */
@Component
class Connectors {

    private final Map<String, Connector> byType;

    Connectors(List<Connector> connectors) {
        this.byType = connectors.stream()
                .collect(Collectors.toMap(Connector::type, Function.identity(), (a, b) -> a, TreeMap::new));
    }

    /** @throws dev.colophon.web.problem.ProblemException {@code 422} for a type that there is not */
    Connector require(String type) {
        Connector connector = byType.get(type);
        if (connector == null) {
            throw SourceRequest.refused("type", "must be one of " + String.join(", ", byType.keySet()));
        }
        return connector;
    }
}
