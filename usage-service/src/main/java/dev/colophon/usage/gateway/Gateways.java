package dev.colophon.usage.gateway;

import dev.colophon.ai.account.Credentials;
import dev.colophon.persistence.secret.UnopenableSecretException;
import dev.colophon.usage.integration.CredentialKeys;
import dev.colophon.usage.integration.Integration;
import dev.colophon.usage.integration.IntegrationValues;
import dev.colophon.web.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Opens integrations to be asked as gateways. */
@Component
class Gateways {

    /** Either one that can be asked, or why none can. */
    record Opened(@Nullable Gateway gateway, @Nullable String failure) {}

    private final CredentialKeys keys;

    Gateways(CredentialKeys keys) {
        this.keys = keys;
    }

    Opened open(Integration integration) {
        try {
            dev.colophon.ai.account.Integration account = dev.colophon.ai.account.Integration.of(
                            IntegrationValues.of(integration))
                    .orElseThrow(() -> new IllegalArgumentException("it is no provider of models"));
            if (account.baseUrl() == null) {
                return new Opened(null, "the integration has no base_url: a gateway needs one");
            }
            return new Opened(new Gateway(account, Credentials.open(account, keys::box)), null);
        } catch (UnopenableSecretException e) {
            return new Opened(null, "the stored credentials cannot be opened (" + e.getMessage() + "): set them again");
        } catch (ProblemException e) {
            return new Opened(null, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Opened(null, "the integration is not complete: " + e.getMessage());
        }
    }
}
