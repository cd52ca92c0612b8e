package dev.colophon.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.colophon.persistence.SchemaSecrets;
import dev.colophon.standalone.broker.BrokerPorts;
import dev.colophon.standalone.secret.DatabasePasswords;
import dev.colophon.standalone.secret.Secrets;
import dev.colophon.standalone.state.DataDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings that a service is started with. They travel in the environment, which only the same user can read; a
 * command line is open to everyone.
 */
final class ServiceSettings {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataDirectory data;
    private final LauncherOptions options;
    private final Secrets secrets;
    private final DatabasePasswords passwords;
    private final int databasePort;
    private final BrokerPorts broker;
    private final Map<Service, Integer> ports;

    ServiceSettings(
            DataDirectory data,
            LauncherOptions options,
            Secrets secrets,
            DatabasePasswords passwords,
            int databasePort,
            BrokerPorts broker,
            Map<Service, Integer> ports) {
        this.data = data;
        this.options = options;
        this.secrets = secrets;
        this.passwords = passwords;
        this.databasePort = databasePort;
        this.broker = broker;
        this.ports = Map.copyOf(ports);
    }

    Map<String, String> environment(Service service) {
        Map<String, Object> settings = new LinkedHashMap<>(common(service));
        settings.putAll(
                switch (service) {
                    case GATEWAY -> gateway();
                    case ETL -> etl();
                    case EMBEDDING -> embedding();
                    case METADATA -> payingForCalls();
                    case USAGE -> sealing();
                });
        try {
            return Map.of(
                    "SPRING_APPLICATION_JSON",
                    JSON.writeValueAsString(settings),
                    // glibc keeps a heap per thread otherwise, which shows as resident memory
                    "MALLOC_ARENA_MAX",
                    "2");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> common(Service service) {
        SchemaSecrets schema = passwords.of(service.schema());
        return Map.of(
                "server.address",
                "127.0.0.1",
                "server.port",
                portOf(service),
                "colophon.parent-pid",
                ProcessHandle.current().pid(),
                "colophon.database.host",
                "127.0.0.1",
                "colophon.database.port",
                databasePort,
                "colophon.database.name",
                Stack.DATABASE,
                "colophon.database.owner-password",
                schema.ownerPassword(),
                "colophon.database.app-password",
                schema.appPassword(),
                "spring.kafka.bootstrap-servers",
                broker.bootstrapServers(),
                "colophon.security.internal.public-keys",
                "file:" + secrets.publicKeys());
    }

    private Map<String, Object> gateway() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.address", options.address());
        settings.put("colophon.security.internal.signing-key", "file:" + secrets.signingKey());
        settings.put(
                "colophon.gateway.bootstrap.operator-key-file",
                data.operatorKey().toString());
        for (Service service : List.of(Service.METADATA, Service.EMBEDDING, Service.ETL, Service.USAGE)) {
            settings.put("colophon.gateway.services." + service.schema(), "http://127.0.0.1:" + portOf(service));
        }
        return settings;
    }

    private Map<String, Object> embedding() {
        Map<String, Object> settings = new LinkedHashMap<>(payingForCalls());
        settings.put("colophon.embedding.index.directory", data.index().toString());
        return settings;
    }

    /** What a service needs that uses its clients' accounts at AI providers. */
    private Map<String, Object> payingForCalls() {
        Map<String, Object> settings = new LinkedHashMap<>(sealing());
        settings.put("colophon.ai.usage-service-url", "http://127.0.0.1:" + portOf(Service.USAGE));
        settings.put("colophon.security.internal.service-key", "file:" + secrets.serviceKey());
        return settings;
    }

    private Map<String, Object> sealing() {
        return Map.of(
                "colophon.secrets.active-key", "local", "colophon.secrets.keys.local", "file:" + secrets.sealingKey());
    }

    private Map<String, Object> etl() {
        Map<String, Object> settings = new LinkedHashMap<>(sealing());
        settings.put(
                "colophon.etl.git.allowed-roots",
                options.gitRoots().stream().map(Path::toString).toList());
        settings.put("colophon.etl.git.allowed-roots-file", data.allowedRoots().toString());
        return settings;
    }

    int portOf(Service service) {
        return service == Service.GATEWAY ? options.port() : ports.getOrDefault(service, 0);
    }
}
