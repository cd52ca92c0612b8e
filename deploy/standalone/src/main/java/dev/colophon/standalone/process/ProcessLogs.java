package dev.colophon.standalone.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * One log per process: lines go to {@code <logs>/<name>.log}, which is rotated at 10 MB with three files kept, and,
 * prefixed by the name, to the console.
 */
public final class ProcessLogs {

    private static final FileSize SIZE = new FileSize(10 * FileSize.MB_COEFFICIENT);
    private static final int KEPT = 3;
    private static final String PREFIX = "process.";

    private ProcessLogs() {}

    /** Takes the lines of the process called {@code name}, from any thread. */
    public static Consumer<String> of(String name) {
        org.slf4j.Logger logger = LoggerFactory.getLogger(PREFIX + name);
        return logger::info;
    }

    /** Gives the named process its file and, where wanted, the console. */
    public static void open(Path directory, String name, boolean console) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger logger = context.getLogger(PREFIX + name);
        logger.detachAndStopAllAppenders();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(file(context, directory.resolve(name + ".log"), "%msg%n"));
        if (console) {
            logger.addAppender(console(context, String.format("%-18s| %%msg%%n", name)));
        }
    }

    static Appender<ILoggingEvent> console(LoggerContext context, String pattern) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder(context, pattern));
        appender.start();
        return appender;
    }

    static Appender<ILoggingEvent> file(LoggerContext context, Path file, String pattern) {
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(file.toString());
        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(file + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(KEPT);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
        trigger.setContext(context);
        trigger.setMaxFileSize(SIZE);
        trigger.setCheckIncrement(Duration.buildBySeconds(1));
        trigger.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(trigger);
        appender.setEncoder(encoder(context, pattern));
        appender.start();
        return appender;
    }

    private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }
}
