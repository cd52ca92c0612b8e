package dev.colophon.web.paging;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor where the next page begins, to be sent as {@code cursor}; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page from rows of which one more than the limit was fetched: that one says that there is a next page.
     *
     * @param keyOf the sort key of a row
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<? super T, Cursor> keyOf) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, request.limit());
        return new Page<>(items, keyOf.apply(items.get(items.size() - 1)).encoded());
    }

    /** The same page with each item as clients see it. */
    public <R> Page<R> map(Function<? super T, ? extends R> view) {
        return new Page<>(items.stream().<R>map(view).toList(), nextCursor);
    }
}
