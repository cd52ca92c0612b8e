package dev.colophon.web.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;
import reactor.util.context.ReactorContextAccessor;

class NestedObservationAccessorTests {

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final ObservationRegistry observations = ObservationRegistry.create();
    private final ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
            .contextRegistry(new ContextRegistry()
                    .registerContextAccessor(new ReactorContextAccessor())
                    .registerThreadLocalAccessor(new NestedObservationAccessor()))
            .build();

    NestedObservationAccessorTests() {
        observations.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onScopeOpened(Observation.Context context) {
                opened.incrementAndGet();
            }

            @Override
            public void onScopeClosed(Observation.Context context) {
                closed.incrementAndGet();
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @Test
    void opensOneScopeOfAnObservationHoweverOftenItIsSet() {
        Observation outer = Observation.start("outer", observations);

        in(outer, () -> {
            in(outer, () -> in(outer, () -> assertThat(current()).isSameAs(outer)));
            assertThat(current()).isSameAs(outer);
        });

        assertThat(current()).isNull();
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void givesEachItsOwnAndComesBackToTheOneAround() {
        Observation outer = Observation.start("outer", observations);
        Observation inner = Observation.start("inner", observations);

        in(outer, () -> {
            in(inner, () -> {
                in(outer, () -> assertThat(current()).isSameAs(outer));
                assertThat(current()).isSameAs(inner);
            });
            assertThat(current()).isSameAs(outer);
        });

        assertThat(current()).isNull();
    }

    private void in(Observation observation, Runnable work) {
        try (ContextSnapshot.Scope scope =
                snapshots.setThreadLocalsFrom(Context.of(ObservationThreadLocalAccessor.KEY, observation))) {
            assertThat(scope).isNotNull();
            work.run();
        }
    }

    private @Nullable Observation current() {
        return observations.getCurrentObservation();
    }
}
