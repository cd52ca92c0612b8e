import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Poisons what embedding-service reads.
 *
 * <pre>
 *   Poison events BOOTSTRAP_SERVERS CLIENT PROJECT CUT INCOMPLETE   events of items whose JSON is cut off, or lacks its title
 *   Poison trigger JDBC_URL USER on|off                             the database refuses items whose title says so
 * </pre>
 */
final class Poison {

    private Poison() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("events")) {
            publish(arguments);
        } else {
            try (var connection = DriverManager.getConnection(arguments[1], arguments[2], System.getenv("OWNER_PASSWORD"));
                    var statement = connection.createStatement()) {
                statement.execute("set search_path to embedding");
                statement.execute(arguments[3].equals("on") ? REFUSE : "drop function refuse_poison cascade");
            }
        }
    }

    private static final String REFUSE = """
            create function refuse_poison() returns trigger language plpgsql as $$
            begin
                if new.title like 'Poisoned %' then raise exception 'a fault of the program'; end if;
                return new;
            end $$;
            create trigger refuse_poison before insert or update on item for each row execute function refuse_poison();
            """;

    private static void publish(String[] arguments) throws Exception {
        String client = arguments[2];
        int cut = Integer.parseInt(arguments[4]);
        int all = cut + Integer.parseInt(arguments[5]);
        Map<String, Object> settings = Map.of("bootstrap.servers", arguments[1], "acks", "all");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < all; i++) {
                UUID item = UUID.randomUUID();
                String whole = json(client, arguments[3], item, i);
                String broken = i < cut
                        ? whole.substring(0, whole.length() - 1)
                        : whole.replaceFirst("\"title\":\"[^\"]*\",", "");
                var record = new ProducerRecord<>(
                        "colophon.items", client + "/" + item, broken.getBytes(StandardCharsets.UTF_8));
                headers(client, client + "/" + item)
                        .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(record).get();
            }
        }
    }

    private static Map<String, String> headers(String client, String key) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", UUID.randomUUID().toString(),
                "ce_type", "dev.colophon.item.captured.v1",
                "ce_source", "/chaos",
                "ce_time", java.time.Instant.now().toString(),
                "ce_subject", key,
                "ce_clientid", client,
                "content-type", "application/json");
    }

    private static String json(String client, String project, UUID item, int number) {
        return """
                {"client_id":"%s","project_id":"%s","item_id":"%s","source_id":null,"kind":"document",\
                "external_id":"broken-%d","version":1,"title":"Broken %d","text":"Number %d was broken and has been mended.",\
                "part":1,"parts":1,"url":null,"author":null,"language":null,"attributes":{},"occurred_at":null,\
                "captured_at":"2026-01-01T00:00:00Z"}"""
                .formatted(client, project, item, number, number, number);
    }
}
