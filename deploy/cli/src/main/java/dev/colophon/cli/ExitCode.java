package dev.colophon.cli;

/** What the command's exit code means; documented in every help text and never changed. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILURE = 1;
    public static final int USAGE = 2;
    public static final int NOT_RUNNING = 3;
    public static final int UNAUTHORISED = 4;
    public static final int TIMED_OUT = 5;
    public static final int PAUSED = 6;

    private ExitCode() {}
}
