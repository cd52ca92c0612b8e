package dev.colophon.ai.account;

/**
 * What a client wants done where calls meet a limit or an outage.
 *
 * @param onLimit what happens to a call over a hard limit
 * @param fallbackToLocal whether what runs here may answer when no provider did
 */
public record Policies(OnLimit onLimit, boolean fallbackToLocal) {

    /** Over the limit a call is refused, or answered by what costs nothing. */
    public enum OnLimit {
        BLOCK,
        DEGRADE
    }

    /** What holds for a client that chose nothing. */
    public static final Policies DEFAULT = new Policies(OnLimit.BLOCK, true);

    static Policies of(Settings values) {
        OnLimit onLimit = "degrade".equals(values.text("on_limit")) ? OnLimit.DEGRADE : OnLimit.BLOCK;
        return new Policies(onLimit, values.flag("fallback_to_local", true));
    }
}
