package dev.colophon.standalone.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Where Prometheus finds the services of a stack, whose ports are chosen at its first start: a document for its discovery by
 * files. Each service is a job of its own name, as alerts expect.
 */
public final class ScrapeTargets {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScrapeTargets() {}

    /** @param ports by the name of the service */
    public static String document(Map<String, Integer> ports) {
        ArrayNode groups = JSON.createArrayNode();
        ports.forEach((service, port) -> {
            ObjectNode group = groups.addObject();
            group.putArray("targets").add("127.0.0.1:" + port);
            group.putObject("labels").put("job", service);
        });
        return groups.toPrettyString() + System.lineSeparator();
    }
}
