package dev.colophon.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.server.PathContainer;

class RouteTableTests {

    @ParameterizedTest
    @CsvSource({
        "/api/v1/projects,metadata",
        "/api/v1/projects/1,metadata",
        "/api/v1/projects/1/metadata,metadata",
        "/api/projects/1/generate_metadata/,metadata",
        "/api/projects/1/generate_metadata,metadata",
        "/api/v1/projects/1/documents,etl",
        "/api/v1/projects/1/items,etl",
        "/api/v1/projects/1/similar,embedding",
        "/api/v1/items,etl",
        "/api/v1/items/1,etl",
        "/api/v1/items/1/similar,embedding",
        "/api/v1/items/1/chunks,embedding",
        "/api/v1/sources,etl",
        "/api/v1/sources/1/sync,etl",
        "/api/v1/sources/1/runs,etl",
        "/api/v1/webhooks/github/1,etl",
        "/api/v1/search,embedding",
        "/api/v1/embeddings/stats,embedding",
        "/api/v1/embeddings/backfills/1/pause,embedding",
        "/v1/embeddings,embedding",
        "/v1/models,embedding",
        "/v1/chat/completions,metadata",
        "/api/v1/ai/keywords,metadata",
        "/api/v1/ai/qa/ask,metadata",
        "/api/v1/ai/workflows/1/execute,metadata",
        "/api/v1/ai/models,usage",
        "/api/v1/ai/models/available,usage",
        "/api/v1/ai/usage/summary,usage",
        "/api/v1/ai/gateway/key-info,usage",
        "/api/v1/ai/spend/calculate,usage",
        "/api/v1/ai/budget,usage",
        "/api/v1/ai/prices,usage",
        "/api/v1/ai/preferences/agent_config,usage",
        "/api/v1/ai/configuration/models,usage",
        "/api/v1/integrations,usage",
        "/api/v1/integrations/1/test,usage",
        "/api/v1/integrations/rotate-credentials,usage",
        "/api/v1/audit/configuration,usage",
        "/api/v1/ops/embedding/replays,embedding",
        "/api/v1/ops/usage-service/dead-letters/1/redrive,usage"
    })
    void knowsWhoAnswers(String path, String backend) {
        assertThat(RouteTable.backendFor(PathContainer.parsePath(path)).map(Backend::shortName))
                .contains(backend);
    }

    @Test
    void knowsWhereFilesAreSent() {
        assertThat(RouteTable.takesFiles(PathContainer.parsePath("/api/v1/ai/prices/import")))
                .isTrue();
        assertThat(RouteTable.takesFiles(PathContainer.parsePath("/api/v1/ai/usage/reconcile")))
                .isTrue();
        assertThat(RouteTable.takesFiles(PathContainer.parsePath("/api/v1/ai/prices")))
                .isFalse();
    }

    @Test
    void knowsWhatModelsRead() {
        assertThat(RouteTable.leadsToModels(PathContainer.parsePath("/v1/embeddings")))
                .isTrue();
        assertThat(RouteTable.leadsToModels(PathContainer.parsePath("/api/v1/projects")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/api/v1/me",
        "/api/v1/clients",
        "/api/v1/clients/1/api-keys",
        "/api/v1/events",
        "/api/status",
        "/api/v1/ops/nobody/replays",
        "/api/v1/nothing",
        "/api/v2/projects",
        "/actuator/env",
        "/v1/files",
        "/v3/api-docs"
    })
    void leavesTheRestToTheGateway(String path) {
        assertThat(RouteTable.backendFor(PathContainer.parsePath(path))).isEmpty();
    }
}
