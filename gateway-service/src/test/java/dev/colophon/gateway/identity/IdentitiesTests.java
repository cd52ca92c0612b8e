package dev.colophon.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.colophon.gateway.identity.IdentityProperties.Bootstrap;
import dev.colophon.gateway.identity.IdentityProperties.Lookup;
import dev.colophon.web.security.Role;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class IdentitiesTests {

    private final ApiKeySecret secret = ApiKeySecret.generate(new SecureRandom());
    private final Identity identity = new Identity(UUID.randomUUID(), UUID.randomUUID(), Set.of(Role.VIEWER), null);
    private final Sinks.One<Identity> database = Sinks.one();
    private final ApiKeyStore keys = mock();
    private final Identities identities = new Identities(
            keys,
            mock(),
            new IdentityProperties(new Lookup(Duration.ofMinutes(1), Duration.ofMinutes(1), 100), new Bootstrap(null)),
            Clock.systemUTC());

    IdentitiesTests() {
        when(keys.findByHash(any())).thenReturn(database.asMono());
        when(keys.touch(any(), any())).thenReturn(Mono.empty());
    }

    @Test
    void remembersAKeyUntilItIsRevoked() {
        identities.find(secret).subscribe();
        database.tryEmitValue(identity);
        assertThat(isRemembered()).isTrue();

        identities.forget(identity.keyId());

        assertThat(isRemembered()).isFalse();
    }

    @Test
    void remembersNoKeyThatIsRevokedWhileItIsLookedUp() {
        identities.find(secret).subscribe();

        identities.forget(identity.keyId());
        database.tryEmitValue(identity);

        assertThat(isRemembered()).isFalse();
    }

    private boolean isRemembered() {
        return identities.isRemembered("Bearer " + secret.reveal());
    }
}
