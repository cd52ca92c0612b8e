package dev.colophon.etl.jira.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a search asks for.
 *
 * @param jql without an order
 * @param fields by their ids; the cloud gives nothing but the id by itself
 * @param changelog whether changes are told
 * @param pageSize at most; Jira may give less
 */
public record IssueQuery(String jql, List<String> fields, boolean changelog, int pageSize) {

    public IssueQuery {
        fields = List.copyOf(fields);
    }

    /** With {@code jql} in the place of this one's. */
    public IssueQuery withJql(String other) {
        return new IssueQuery(other, fields, changelog, pageSize);
    }

    ObjectNode body(String orderedJql) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("jql", orderedJql);
        body.put("maxResults", pageSize);
        fields.forEach(body.putArray("fields")::add);
        return body;
    }
}
