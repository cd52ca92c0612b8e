package dev.colophon.embedding.vector.lucene;

import java.io.IOException;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Lets segments grow with the index, but none beyond a share of it. A merge builds the graph of all its vectors but those of the
 * largest part anew: without a bound the last one of a long import takes as long as all before it.
 */
final class BoundedMerges extends TieredMergePolicy {

    private static final int SEGMENTS_PER_TIER = 16;
    private static final int LARGE_SEGMENTS = 16;
    private static final double MEGABYTE = 1024 * 1024;

    private final double smallestBoundMegabytes;

    /** @param smallestBoundMegabytes so large a segment may be in an index of any size */
    BoundedMerges(double smallestBoundMegabytes) {
        this.smallestBoundMegabytes = smallestBoundMegabytes;
        setSegmentsPerTier(SEGMENTS_PER_TIER);
        setMaxMergeAtOnce(SEGMENTS_PER_TIER);
        setMaxMergedSegmentMB(smallestBoundMegabytes);
    }

    /** Called under the writer's lock. */
    @Override
    public MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos segments, MergeContext context)
            throws IOException {
        long bytes = 0;
        for (SegmentCommitInfo segment : segments) {
            bytes += size(segment, context);
        }
        setMaxMergedSegmentMB(Math.max(smallestBoundMegabytes, bytes / MEGABYTE / LARGE_SEGMENTS));
        return super.findMerges(trigger, segments, context);
    }
}
