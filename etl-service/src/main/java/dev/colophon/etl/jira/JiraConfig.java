package dev.colophon.etl.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.colophon.etl.connector.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which issues of which Jira a source reads.
 *
 * @param baseUrl the address that people use, without a slash at its end
 * @param projects keys or names; empty for all
 * @param jql a further condition; empty for none
 * @param customFields names, or ids where a name is not enough
 * @param registerWebhook whether Jira is asked to tell of changes, where the credentials allow it
 */
record JiraConfig(
        URI baseUrl,
        boolean cloud,
        List<String> projects,
        String jql,
        List<String> customFields,
        boolean includeComments,
        boolean includeChangelog,
        boolean registerWebhook) {

    private static final Set<String> KNOWN = Set.of(
            "base_url",
            "deployment",
            "projects",
            "jql",
            "custom_fields",
            "include_comments",
            "include_changelog",
            "register_webhook");
    private static final int MAX_PROJECTS = 200;
    private static final int MAX_FIELDS = 50;
    private static final int MAX_TEXT = 4_000;

    /** @throws dev.colophon.web.problem.ProblemException naming the field that is wrong */
    static JiraConfig of(JsonNode json) {
        Fields fields = Fields.ofConfig(json, KNOWN);
        URI baseUrl = baseUrl(fields);
        String jql = orEmpty(fields.optional("jql", MAX_TEXT));
        Jql.fault(jql).ifPresent(fault -> {
            throw fields.fault("jql", fault);
        });
        boolean cloud = cloud(fields, baseUrl);
        boolean registerWebhook = fields.flag("register_webhook", false);
        if (registerWebhook && !cloud) {
            throw fields.fault("register_webhook", "is for the cloud only; an administrator adds it to a data center");
        }
        return new JiraConfig(
                baseUrl,
                cloud,
                fields.texts("projects", MAX_PROJECTS),
                jql,
                fields.texts("custom_fields", MAX_FIELDS),
                fields.flag("include_comments", true),
                fields.flag("include_changelog", true),
                registerWebhook);
    }

    JsonNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("base_url", baseUrl.toString());
        json.put("deployment", cloud ? "cloud" : "data_center");
        projects.forEach(json.putArray("projects")::add);
        json.put("jql", jql.isEmpty() ? null : jql);
        customFields.forEach(json.putArray("custom_fields")::add);
        json.put("include_comments", includeComments);
        json.put("include_changelog", includeChangelog);
        json.put("register_webhook", registerWebhook);
        return json;
    }

    /** The condition that all its issues meet; empty for all issues. */
    String scope() {
        return Jql.scope(projects, jql);
    }

    private static boolean cloud(Fields fields, URI baseUrl) {
        String deployment = fields.optional("deployment", 20);
        if (deployment == null) {
            return baseUrl.getHost().toLowerCase(Locale.ROOT).endsWith(".atlassian.net");
        }
        return switch (deployment) {
            case "cloud" -> true;
            case "data_center" -> false;
            default -> throw fields.fault("deployment", "must be cloud or data_center");
        };
    }

    private static URI baseUrl(Fields fields) {
        String given = fields.required("base_url", MAX_TEXT).replaceFirst("/+$", "");
        try {
            URI url = new URI(given);
            List<String> wrong = new ArrayList<>();
            if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
                wrong.add("must begin with https:// or http://");
            } else if (url.getHost() == null) {
                wrong.add("must name a host");
            } else if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
                wrong.add("must be an address without user, query and fragment");
            }
            if (!wrong.isEmpty()) {
                throw fields.fault("base_url", wrong.get(0));
            }
            return url;
        } catch (URISyntaxException e) {
            throw fields.fault("base_url", "is not a URL");
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
