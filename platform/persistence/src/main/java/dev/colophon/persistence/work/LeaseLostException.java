package dev.colophon.persistence.work;

/** Somebody else holds the work by now: whatever was done for it must be rolled back. */
public class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLostException(int held, int claimed) {
        super("lease held for " + held + " of " + claimed + " claimed work items");
    }
}
