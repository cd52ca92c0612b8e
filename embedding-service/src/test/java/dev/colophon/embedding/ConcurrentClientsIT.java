package dev.colophon.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.colophon.events.ClientId;
import dev.colophon.events.item.ItemCaptured;
import dev.colophon.events.item.ItemKind;
import dev.colophon.events.item.ItemRemoved;
import dev.colophon.testing.EventsProbe;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Clients with the same texts search all at once while their items come, change and go: each sees its own. */
@EmbeddingServiceTest
class ConcurrentClientsIT {

    private static final int CLIENTS = 5;
    private static final int SEEDED = 10;
    private static final int READS = 40;

    @Autowired
    EventsProbe events;

    @Autowired
    WebTestClient http;

    /** A client whose items all say whose they are. */
    private record Tenant(ClientCalls client, String mark, List<UUID> projects) {

        ItemCaptured item(int i) {
            String text = "Retry the poll of partition " + i + " after the broker is back";
            return client.item(projects.get(i % 2), ItemKind.COMMIT, Instant.now(), mark + " " + text, text);
        }

        boolean owns(JsonNode side) {
            return side.get("title").asText().startsWith(mark)
                    && projects.contains(UUID.fromString(side.get("project_id").asText()));
        }
    }

    @Test
    void showsNoClientWhatAnotherHasWhileAllWriteAndSearch() throws Exception {
        List<Tenant> tenants = IntStream.range(0, CLIENTS)
                .mapToObj(i ->
                        new Tenant(ClientCalls.of(http), "tenant" + i, List.of(UUID.randomUUID(), UUID.randomUUID())))
                .toList();
        List<List<ItemCaptured>> seeded = new ArrayList<>();
        for (Tenant tenant : tenants) {
            List<ItemCaptured> items =
                    IntStream.range(0, SEEDED).mapToObj(tenant::item).toList();
            items.forEach(events::publish);
            seeded.add(items);
        }
        for (int i = 0; i < CLIENTS; i++) {
            tenants.get(i).client().awaitFound(seeded.get(i).get(SEEDED - 1));
        }
        AtomicBoolean reading = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
        try {
            Future<Integer> written = threads.submit(() -> write(tenants, seeded, reading));
            List<Future<Integer>> read = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Tenant tenant = tenants.get(i);
                UUID item = seeded.get(i).get(SEEDED - 1).itemId();
                read.add(threads.submit(() -> read(tenant, item)));
            }
            for (Future<Integer> hits : read) {
                assertThat(hits.get()).isGreaterThan(READS);
            }
            reading.set(false);
            assertThat(written.get()).isGreaterThan(CLIENTS);
        } finally {
            reading.set(false);
            threads.shutdownNow();
        }
    }

    /** New items, new versions of old ones, and removals, for one client after the other. */
    private int write(List<Tenant> tenants, List<List<ItemCaptured>> seeded, AtomicBoolean reading) {
        int written = 0;
        for (int round = 0; reading.get(); round++) {
            for (int i = 0; i < tenants.size(); i++) {
                Tenant tenant = tenants.get(i);
                events.publish(tenant.item(SEEDED + round));
                if (round < SEEDED - 1) {
                    ItemCaptured old = seeded.get(i).get(round);
                    events.publish(new ItemRemoved(
                            new ClientId(tenant.client().id()), old.projectId(), old.itemId(), 2, Instant.now()));
                }
                written++;
            }
        }
        return written;
    }

    private static int read(Tenant tenant, UUID item) {
        int hits = 0;
        String[] modes = {"hybrid", "semantic", "keyword"};
        for (int i = 0; i < READS; i++) {
            JsonNode answer = tenant.client().search("""
                    {"query": "retry polling partition %d", "mode": "%s", "limit": 20}
                    """.formatted(i % SEEDED, modes[i % modes.length]));
            hits += owned(tenant, answer.get("hits"));
            if (i % 4 == 0) {
                JsonNode similar = tenant.client().get("/api/v1/items/" + item + "/similar");
                hits += owned(tenant, similar.get("hits"));
                JsonNode connections = tenant.client()
                        .get("/api/v1/projects/" + tenant.projects().get(0) + "/connections");
                for (JsonNode connection : connections.get("items")) {
                    assertThat(tenant.owns(connection.get("item"))).isTrue();
                    assertThat(tenant.owns(connection.get("other"))).isTrue();
                }
            }
        }
        return hits;
    }

    private static int owned(Tenant tenant, JsonNode hits) {
        hits.forEach(hit -> assertThat(tenant.owns(hit)).as(hit.toString()).isTrue());
        return hits.size();
    }
}
