package dev.colophon.usage.trial;

import dev.colophon.ai.account.Integration;
import dev.colophon.ai.account.ProviderType;
import dev.colophon.ai.provider.ProviderFailure;
import dev.colophon.ai.provider.ProviderFailure.Kind;
import dev.colophon.ai.provider.ProviderFailures;
import dev.colophon.web.outbound.RefusedUrlException;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says of a failed call what is wrong and what to do about it. Quotes neither the provider nor a credential. */
public final class TrialWords {

    private static final int DEEPEST = 12;

    private final Integration integration;
    private final Duration timeout;

    public TrialWords(Integration integration, Duration timeout) {
        this.integration = integration;
        this.timeout = timeout;
    }

    public String of(Throwable error) {
        if (error instanceof IllegalArgumentException missing && cause(error, RefusedUrlException.class) == null) {
            return "the integration is not complete: " + missing.getMessage();
        }
        RefusedUrlException refused = cause(error, RefusedUrlException.class);
        if (refused != null) {
            return "base_url must not be called: " + refused.getMessage();
        }
        ProviderFailure failure = ProviderFailures.of(error);
        Integer status = failure.status();
        return status == null ? unanswered(failure, error) : answered(status, failure);
    }

    private String answered(int status, ProviderFailure failure) {
        if (status == 401 || status == 403) {
            return integration.sealedCredentials() == null
                    ? "the provider wants an API key and none is set: set credentials"
                    : "the provider does not accept the API key (HTTP " + status
                            + "): check that it is complete, in force, and of this account";
        }
        if (status == 404) {
            return "the provider knows no " + asked() + " at " + address()
                    + " (HTTP 404): check model_config and base_url";
        }
        if (status == 402) {
            return "the provider wants to be paid first (HTTP 402): check the account's credit";
        }
        if (failure.kind() == Kind.THROTTLED) {
            return "the provider asks to wait (HTTP 429): the account's rate or quota is used up";
        }
        if (status >= 300 && status < 400) {
            return address() + " leads elsewhere (HTTP " + status + "): give the final address as base_url";
        }
        if (status >= 500) {
            return "the provider is in trouble (HTTP " + status + "): try again later";
        }
        return "the provider refuses the request (HTTP " + status + "): check " + asked()
                + " and the rest of model_config";
    }

    private String unanswered(ProviderFailure failure, Throwable error) {
        if (cause(error, SSLException.class) != null) {
            return "no secure connection to " + address()
                    + ": its certificate is not trusted or it does not speak TLS there";
        }
        String what = String.valueOf(failure.getMessage());
        return switch (what) {
            case "no such host" -> "the host of " + address() + " is not known: check base_url";
            case "connection refused" -> "nobody listens at " + address() + ": check base_url and its port";
            case "unreachable" -> address() + " cannot be reached" + tls() + ": check base_url and the network";
            case "connection lost" -> address() + " broke off the connection before it answered";
            case "timed out" ->
                address() + " did not answer within " + timeout.toMillis()
                        + " ms: check the address, or raise performance_config.timeout_ms";
            default ->
                "the answer of " + address() + " cannot be used, " + what.replaceFirst("^the answer is ", "it is ")
                        + ": check base_url";
        };
    }

    private String tls() {
        String url = integration.baseUrl();
        return url != null && url.startsWith("https:") ? ", or does not speak TLS there" : "";
    }

    private String asked() {
        String deployment = integration.model().deployment();
        return integration.type() == ProviderType.AZURE_OPENAI && deployment != null
                ? "deployment \"" + deployment + "\""
                : "model \"" + integration.modelName() + "\"";
    }

    private String address() {
        String url = integration.baseUrl();
        if (url == null) {
            return "the provider's public address";
        }
        URI address = URI.create(url);
        return address.getHost() + (address.getPort() < 0 ? "" : ":" + address.getPort());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable error, Class<T> type) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < DEEPEST; depth++, at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
