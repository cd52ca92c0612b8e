package dev.colophon.etl.calendar;

/** A calendar that is not read; the message says why and follows its name. */
public class UnreadableCalendarException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableCalendarException(String message) {
        super(message, null, false, false);
    }
}
