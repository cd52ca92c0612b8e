package dev.colophon.etl.github.api;

import dev.colophon.etl.connector.SourceFailure;
import java.net.URI;

/** GitHub answered, and not with what was asked for. */
public final class RefusalException extends SourceFailure {

    private static final long serialVersionUID = 1L;

    private final int status;

    RefusalException(int status, String message, URI url, boolean signOnNeeded) {
        super(words(status, message, url, signOnNeeded), status >= 500, null, null);
        this.status = status;
    }

    public int status() {
        return status;
    }

    /** Nobody may do anything with these credentials, so nothing else is worth trying. */
    public boolean unauthorised() {
        return status == 401;
    }

    /** Not there any more, or not for these credentials. */
    public boolean gone() {
        return status == 404 || status == 410 || status == 451;
    }

    private static String words(int status, String message, URI url, boolean signOnNeeded) {
        String told = message.isBlank() ? "" : ": " + message;
        return switch (status) {
            case 401 -> "GitHub does not accept the credentials" + told;
            case 403 ->
                signOnNeeded
                        ? "The token must be authorised for the organisation's single sign-on first"
                        : "GitHub refuses " + url.getPath() + told;
            case 404 -> url.getPath() + " is not there, or the credentials may not see it";
            default -> "GitHub answered " + status + " for " + url.getPath() + told;
        };
    }
}
