package dev.colophon.gateway.route;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Which service answers which path: the first line that fits decides. */
final class RouteTable {

    private record Line(PathPattern pattern, Backend backend) {}

    private static final PathPattern OPS = PathPatternParser.defaultInstance.parse("/api/v1/ops/{service}/**");

    private static final List<Line> LINES = List.of(
            line("/api/v1/projects/*/documents/**", Backend.ETL),
            line("/api/v1/projects/*/items/**", Backend.ETL),
            line("/api/v1/projects/*/similar", Backend.EMBEDDING),
            line("/api/v1/projects/**", Backend.METADATA),
            line("/api/projects/**", Backend.METADATA),
            line("/api/v1/items/*/similar", Backend.EMBEDDING),
            line("/api/v1/items/*/chunks", Backend.EMBEDDING),
            line("/api/v1/items/**", Backend.ETL),
            line("/api/v1/sources/**", Backend.ETL),
            line("/api/v1/webhooks/**", Backend.ETL),
            line("/api/v1/search/**", Backend.EMBEDDING),
            line("/api/v1/embeddings/**", Backend.EMBEDDING),
            line("/v1/embeddings", Backend.EMBEDDING),
            line("/v1/models/**", Backend.EMBEDDING),
            line("/v1/chat/**", Backend.METADATA),
            line("/api/v1/ai/models/**", Backend.USAGE),
            line("/api/v1/ai/usage/**", Backend.USAGE),
            line("/api/v1/ai/gateway/**", Backend.USAGE),
            line("/api/v1/ai/spend/**", Backend.USAGE),
            line("/api/v1/ai/budget/**", Backend.USAGE),
            line("/api/v1/ai/prices/**", Backend.USAGE),
            line("/api/v1/ai/preferences/**", Backend.USAGE),
            line("/api/v1/ai/configuration/**", Backend.USAGE),
            line("/api/v1/ai/**", Backend.METADATA),
            line("/api/v1/integrations/**", Backend.USAGE),
            line("/api/v1/audit/configuration/**", Backend.USAGE));

    private static final List<PathPattern> FILES = Stream.of("/api/v1/ai/prices/import", "/api/v1/ai/usage/reconcile")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private static final PathPattern WEBHOOKS = PathPatternParser.defaultInstance.parse("/api/v1/webhooks/**");

    private static final PathPattern MODELS = PathPatternParser.defaultInstance.parse("/v1/**");

    private RouteTable() {}

    /** Empty for what the gateway answers itself, and for what nobody answers. */
    static Optional<Backend> backendFor(PathContainer path) {
        PathPattern.PathMatchInfo ops = OPS.matchAndExtract(path);
        if (ops != null) {
            return Backend.named(ops.getUriVariables().getOrDefault("service", ""));
        }
        return LINES.stream()
                .filter(line -> line.pattern().matches(path))
                .map(Line::backend)
                .findFirst();
    }

    /** Whether what is sent there is a file, larger than a request is otherwise. */
    static boolean takesFiles(PathContainer path) {
        return FILES.stream().anyMatch(file -> file.matches(path));
    }

    /** Whether what is sent there comes from a source, which signs it. */
    static boolean takesWebhooks(PathContainer path) {
        return WEBHOOKS.matches(path);
    }

    /** Whether what is sent there is for a model to read. */
    static boolean leadsToModels(PathContainer path) {
        return MODELS.matches(path);
    }

    private static Line line(String pattern, Backend backend) {
        return new Line(PathPatternParser.defaultInstance.parse(pattern), backend);
    }
}
