package dev.colophon.ai.spend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.colophon.ai.spend.Admission.Reserved;
import dev.colophon.events.Ids;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Instants are in milliseconds here; a quarter of a second is looked ahead. */
class AheadStockTests {

    /** Where a clock that wraps around is about to. */
    private static final long BEGINNING =
            Long.MAX_VALUE - Duration.ofMillis(300).toNanos();

    private final AheadStock stock = new AheadStock(Duration.ofMillis(250), BEGINNING);

    @Test
    void ordersNothingForAttemptsThatComeSeldom() {
        for (int attempt = 0; attempt < 50; attempt++) {
            AheadStock.Visit visit = stock.visit(at(attempt * 130));
            assertThat(visit.taken()).isNull();
            assertThat(visit.toOrder()).isZero();
        }
    }

    @Test
    void ordersAsManyAsComeInTheTimeThatIsLookedAhead() {
        assertThat(List.of(order(0), order(20), order(40))).containsExactly(0, 0, 3);
        assertThat(order(60)).as("ordered already").isZero();
        deliver(5, 70);

        assertThat(order(80)).as("four are left, and five came").isZero();
        assertThat(order(100)).as("three are left, and six came").isEqualTo(3);
    }

    @Test
    void handsOutInTheOrderInWhichTheyCame() {
        stock.visit(at(0));
        List<Reserved> delivered = deliver(2, 10);

        assertThat(stock.visit(at(20)).taken()).isEqualTo(delivered.get(0));
        assertThat(stock.visit(at(30)).taken()).isEqualTo(delivered.get(1));
        assertThat(stock.visit(at(40)).taken()).isNull();
    }

    @Test
    void ordersNoMoreThanABoundedNumber() {
        for (int attempt = 0; attempt < 200; attempt++) {
            stock.visit(at(0));
        }
        deliver(3, 10);

        assertThat(order(20)).as("of three two are left").isEqualTo(AheadStock.MOST - 2);
    }

    @Test
    void ordersNothingForAWhileAfterNothingCame() {
        order(0);
        order(10);
        assertThat(order(20)).isEqualTo(3);
        stock.delivered(List.of(), at(30));

        for (int millis = 40; millis < 1_030; millis += 10) {
            assertThat(order(millis)).isZero();
        }
        assertThat(order(1_030)).isPositive();
    }

    @Test
    void hasNobodyTakeWhatHasWaitedForTooLong() {
        List<Reserved> first = deliver(2, 0);
        List<Reserved> later = deliver(1, 500);
        assertThat(stock.stale(at(999))).isEmpty();

        AheadStock.Visit visit = stock.visit(at(1_000));

        assertThat(visit.stale()).isEqualTo(first);
        assertThat(visit.taken()).isEqualTo(later.get(0));
        assertThat(stock.stale(at(9_000))).isEmpty();
    }

    @Test
    void takesNothingInAndOrdersNothingOnceItIsClosed() {
        List<Reserved> waiting = deliver(2, 0);
        assertThat(stock.close()).isEqualTo(waiting);

        List<Reserved> late = reservations(3);

        assertThat(stock.delivered(late, at(10))).isEqualTo(late);
        for (int attempt = 0; attempt < 10; attempt++) {
            AheadStock.Visit visit = stock.visit(at(20));
            assertThat(visit.taken()).isNull();
            assertThat(visit.toOrder()).isZero();
        }
    }

    private int order(int millis) {
        return stock.visit(at(millis)).toOrder();
    }

    private List<Reserved> deliver(int count, int millis) {
        List<Reserved> reservations = reservations(count);
        assertThat(stock.delivered(reservations, at(millis))).isEmpty();
        return reservations;
    }

    private static List<Reserved> reservations(int count) {
        return Stream.generate(() -> new Reserved(Ids.newId(), null))
                .limit(count)
                .toList();
    }

    private static long at(int millis) {
        return BEGINNING + Duration.ofMillis(millis).toNanos();
    }
}
