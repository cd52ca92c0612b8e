package dev.colophon.etl.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadScanTests {

    @Test
    void wantsEachVersionOnce() {
        ThreadScan scan = ThreadScan.from(null);

        assertThat(scan.wants(1, 100)).isTrue();
        assertThat(scan.wants(2, 200)).isTrue();
        assertThat(scan.wants(1, 100)).isFalse();
        assertThat(scan.again()).isFalse();
        assertThat(scan.newest()).isEqualTo(200);
        assertThat(scan.recent(150)).containsOnlyKeys(2);
    }

    @Test
    void readsTheListAgainWhereAThreadCameTwice() {
        ThreadScan scan = ThreadScan.from(50L);
        scan.wants(1, 100);
        assertThat(scan.wants(1, 300)).isTrue();

        assertThat(scan.again()).isTrue();
        assertThat(scan.since()).isEqualTo(50L);
        assertThat(scan.wants(1, 300)).isFalse();
        assertThat(scan.wants(2, 150)).as("slipped onto a page that was read").isTrue();
        assertThat(scan.again()).isFalse();
    }

    @Test
    void goesOnWhereItWasInterrupted() {
        ThreadScan scan = ThreadScan.from(null);
        scan.wants(1, 100);
        scan.wants(2, 200);

        ThreadScan resumed = ThreadScan.resumed(scan.saved());

        assertThat(resumed.since()).isEqualTo(200L);
        assertThat(resumed.wants(2, 200)).isFalse();
        assertThat(resumed.wants(3, 200)).isTrue();
        assertThat(resumed.again()).isFalse();
        assertThat(resumed.wants(1, 300)).isTrue();
        assertThat(resumed.again())
                .as("1 has moved, so others may have slipped")
                .isTrue();
        assertThat(resumed.since()).isNull();
    }

    @Test
    void beginsAnewWhereTheListHasNoOrder() {
        ThreadScan scan = ThreadScan.from(null);
        scan.wants(1, 300);
        scan.wants(2, 200);

        ThreadScan resumed = ThreadScan.resumed(scan.saved());

        assertThat(resumed.since()).isNull();
        assertThat(resumed.wants(1, 300)).isFalse();
        assertThat(resumed.wants(3, 100)).isTrue();
    }
}
