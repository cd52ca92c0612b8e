package dev.colophon.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.SchemaSecrets;
import dev.colophon.standalone.broker.BrokerPorts;
import dev.colophon.standalone.secret.DatabasePasswords;
import dev.colophon.standalone.secret.Secrets;
import dev.colophon.standalone.state.DataDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTests {

    @TempDir
    private Path root;

    @Test
    void tellsTheGatewayWhereEveryServiceIsAndAloneGivesItTheSigningKey() throws Exception {
        JsonNode gateway = settings(Service.GATEWAY);

        assertThat(gateway.path("server.port").asInt()).isEqualTo(9090);
        assertThat(gateway.path("colophon.gateway.services.metadata").asText()).isEqualTo("http://127.0.0.1:20001");
        assertThat(gateway.path("colophon.gateway.services.usage").asText()).isEqualTo("http://127.0.0.1:20004");
        assertThat(gateway.path("colophon.gateway.bootstrap.operator-key-file").asText())
                .isEqualTo(root.resolve("operator-key").toString());
        assertThat(gateway.has("colophon.security.internal.signing-key")).isTrue();
        assertThat(settings(Service.USAGE).has("colophon.security.internal.signing-key"))
                .isFalse();
    }

    @Test
    void givesAServiceThePasswordsOfItsOwnSchemaOnly() throws Exception {
        String metadata = settings(Service.METADATA).toString();

        assertThat(metadata).contains("metadata-owner", "metadata-app").doesNotContain("usage-owner", "admin-password");
    }

    @Test
    void tellsEtlWhichRepositoriesItMayRead() throws Exception {
        JsonNode etl = settings(Service.ETL);

        assertThat(etl.path("colophon.etl.git.allowed-roots").get(0).asText()).isEqualTo("/src/repository");
        assertThat(etl.path("colophon.etl.git.allowed-roots-file").asText())
                .isEqualTo(root.resolve("allowed-roots").toString());
    }

    @Test
    void givesEtlTheKeyThatCredentialsOfSourcesAreSealedWith() throws Exception {
        JsonNode etl = settings(Service.ETL);

        assertThat(etl.path("colophon.secrets.active-key").asText()).isEqualTo("local");
        assertThat(etl.path("colophon.secrets.keys.local").asText()).startsWith("file:");
    }

    private JsonNode settings(Service service) throws Exception {
        LauncherOptions options = LauncherOptions.parse(List.of(
                "run",
                "--data",
                root.toString(),
                "--distribution",
                "dist",
                "--port",
                "9090",
                "--allow",
                "/src/repository"));
        DatabasePasswords passwords = new DatabasePasswords(
                "admin-password",
                Service.schemas().stream()
                        .map(schema -> new SchemaSecrets(schema, schema + "-owner", schema + "-app"))
                        .toList());
        Map<Service, Integer> ports =
                Map.of(Service.METADATA, 20001, Service.EMBEDDING, 20002, Service.ETL, 20003, Service.USAGE, 20004);
        ServiceSettings settings = new ServiceSettings(
                new DataDirectory(root),
                options,
                new Secrets(root),
                passwords,
                5432,
                new BrokerPorts(9092, 9093),
                ports);
        return new ObjectMapper().readTree(settings.environment(service).get("SPRING_APPLICATION_JSON"));
    }
}
