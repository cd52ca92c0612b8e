package dev.colophon.messaging.replay;

import dev.colophon.events.Topic;
import dev.colophon.messaging.Courtesy;
import dev.colophon.messaging.LiveTraffic;
import dev.colophon.messaging.Traces;
import dev.colophon.persistence.ClientTransactions;
import dev.colophon.persistence.work.WorkQueue;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.r2dbc.core.DatabaseClient;

/** Replays of a service: of every topic for which there is a {@link Replayable}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplayProperties.class)
public class ReplayConfiguration {

    private static final int RESTS = 3;

    @Bean
    ReplayStore replayStore(DatabaseClient database) {
        return new ReplayStore(database);
    }

    @Bean
    ReplayMetrics replayMetrics(MeterRegistry meters) {
        return new ReplayMetrics(meters);
    }

    @Bean
    Allowances replayAllowances(DatabaseClient database, ObjectProvider<ReplayBudget> budget) {
        return new Allowances(database, budget.getIfAvailable());
    }

    @Bean
    Pauses replayPauses(ClientTransactions transactions, ReplayStore store, WorkQueue queue, DatabaseClient database) {
        return new Pauses(transactions, store, new ReplayQueue(queue), queue, new Audit(database));
    }

    @Bean
    Endings replayEndings(
            ClientTransactions transactions,
            WorkQueue queue,
            ReplayStore store,
            DatabaseClient database,
            Allowances allowances) {
        return new Endings(transactions, queue, store, new Progress(database), allowances, new Audit(database));
    }

    @Bean
    ReplayEngine replayEngine(
            ClientTransactions transactions,
            DatabaseClient database,
            WorkQueue queue,
            ReplayStore store,
            Allowances allowances,
            Pauses pauses,
            Endings endings,
            ReplayMetrics metrics,
            Traces traces,
            LiveTraffic live,
            ConsumerFactory<?, ?> consumers,
            ObjectProvider<Replayable> replayables,
            ReplayProperties settings) {
        @SuppressWarnings("unchecked") // colophon-messaging.yaml names the deserializers
        ConsumerFactory<String, byte[]> typed = (ConsumerFactory<String, byte[]>) consumers;
        Progress progress = new Progress(database);
        Courtesy courtesy = new Courtesy(live, RESTS);
        return new ReplayEngine(
                queue,
                store,
                new Readers(typed, courtesy, settings),
                byTopic(replayables),
                new ReplayPass.Tools(transactions, queue, progress, traces, courtesy, metrics, settings),
                new Pricing(transactions, queue, store, progress, allowances, pauses, new Audit(database)),
                endings,
                pauses,
                settings);
    }

    @Bean
    ReplayCare replayCare(
            ReplayStore store,
            WorkQueue queue,
            Allowances allowances,
            Endings endings,
            ReplayMetrics metrics,
            ObjectProvider<Replayable> replayables) {
        boolean needed = replayables.stream().findAny().isPresent();
        return new ReplayCare(store, queue, allowances, endings, metrics, needed);
    }

    @Bean
    Replays replays(
            ClientTransactions transactions,
            DatabaseClient database,
            WorkQueue queue,
            ReplayStore store,
            Allowances allowances,
            Pauses pauses,
            ReplayEngine engine,
            Admin eventAdmin,
            ObjectProvider<Replayable> replayables) {
        return new Replays(
                transactions,
                store,
                new Progress(database),
                new Failures(database),
                new ReplayQueue(queue),
                queue,
                pauses,
                allowances,
                new Audit(database),
                new Beginnings(byTopic(replayables), new TopicOffsets(eventAdmin), store),
                engine);
    }

    /** A topic with two is a mistake in the service, which then does not start. */
    private static Map<Topic, Replayable> byTopic(ObjectProvider<Replayable> replayables) {
        return replayables.stream().collect(Collectors.toMap(Replayable::topic, Function.identity()));
    }
}
