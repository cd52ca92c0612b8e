package dev.colophon.embedding.work;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/** What is left of the heap when what nobody holds is collected: garbage that merely lies there is no lack of memory. */
final class FreeMemory {

    private static final List<MemoryPoolMXBean> POOLS = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private FreeMemory() {}

    static long bytes() {
        long held = 0;
        for (MemoryPoolMXBean pool : POOLS) {
            MemoryUsage afterCollection = pool.getCollectionUsage();
            held += afterCollection == null ? 0 : afterCollection.getUsed();
        }
        return Math.max(0, Runtime.getRuntime().maxMemory() - held);
    }
}
