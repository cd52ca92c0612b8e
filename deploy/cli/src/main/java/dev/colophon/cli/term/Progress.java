package dev.colophon.cli.term;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line about long work: a bar redrawn in place where a person watches, a line now and then where nobody does, so
 * that a log stays short.
 */
public final class Progress implements AutoCloseable {

    private static final int WIDTH = 28;
    private static final int STEP_PERCENT = 20;
    private static final Duration PULSE = Duration.ofSeconds(15);

    private final PrintWriter err;
    private final boolean interactive;
    private final String what;
    private final Pace pace = new Pace();
    private String shown = "";
    private int shownStep = -1;
    private long shownAt = System.nanoTime() - PULSE.toNanos();

    Progress(PrintWriter err, boolean interactive, String what) {
        this.err = err;
        this.interactive = interactive;
        this.what = what;
    }

    /** So many of so many are done; {@code total} 0 where nobody knows yet. Rate and time left are by what was seen. */
    public void at(long done, long total) {
        at(done, total, pace.at(done, total, System.nanoTime()));
    }

    /** The same at a rate that is known, with something to add. */
    public void at(long done, long total, double perSecond, String remark) {
        at(done, total, (perSecond > 0 ? Pace.text(perSecond, total - done) : "") + remark);
    }

    private void at(long done, long total, String pace) {
        int percent = total <= 0 ? 0 : (int) Math.min(100, done * 100 / total);
        show(bar(percent) + " " + done + " of " + (total <= 0 ? "?" : total) + pace, percent / STEP_PERCENT);
    }

    /** Work that has no measure. */
    public void at(String text) {
        show(text, shown.contains(text) ? shownStep : shownStep + 1);
    }

    @Override
    public void close() {
        if (interactive && !shown.isEmpty()) {
            err.println();
            err.flush();
        }
    }

    static String bar(int percent) {
        int filled = percent * WIDTH / 100;
        return "[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + String.format("%3d %%", percent);
    }

    private void show(String text, int step) {
        String line = what + " " + text;
        if (interactive) {
            if (!line.equals(shown)) {
                err.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
                err.flush();
            }
        } else if (step != shownStep || System.nanoTime() - shownAt >= PULSE.toNanos()) {
            err.println(line);
            err.flush();
            shownAt = System.nanoTime();
        }
        shown = line;
        shownStep = step;
    }
}
