package dev.colophon.standalone.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** The launcher's own logs: what it does in {@code launcher.log}, what its broker warns of in {@code broker.log}. */
public final class LauncherLogging {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %5p %logger{0}: %m%n%ex{short}";

    private LauncherLogging() {}

    public static void open(Path directory, boolean console) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        route(context, context.getLogger(Logger.ROOT_LOGGER_NAME), "broker", Level.WARN, directory, false);
        route(context, context.getLogger("dev.colophon"), "launcher", Level.INFO, directory, console);
    }

    /** For a run that keeps no files: what a build has to say, and warnings of everyone else. */
    public static void console() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.WARN);
        root.addAppender(ProcessLogs.console(context, "%m%n%ex{short}"));
        context.getLogger("dev.colophon").setLevel(Level.INFO);
    }

    private static void route(
            LoggerContext context, Logger logger, String name, Level level, Path directory, boolean console) {
        logger.detachAndStopAllAppenders();
        logger.setLevel(level);
        logger.setAdditive(false);
        logger.addAppender(ProcessLogs.file(context, directory.resolve(name + ".log"), PATTERN));
        if (console) {
            logger.addAppender(ProcessLogs.console(context, String.format("%-18s| ", name) + PATTERN));
        }
    }
}
