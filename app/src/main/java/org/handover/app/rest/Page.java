package org.handover.app.rest;

import java.util.List;

/**
 * A page of a list.
 *
 * @param page its number, from 0
 * @param total how many there are on all pages
 */
public record Page<T>(List<T> items, int page, long total) {

    /** The highest number of a page that may be asked for. */
    public static final int LAST = 1_000_000;

    private static final int SIZE = 200;

    /** A page of a list that is short enough to be at hand as a whole. */
    public static <T> Page<T> of(List<T> all, int page) {
        return new Page<>(all.stream().skip((long) page * SIZE).limit(SIZE).toList(), page, all.size());
    }
}
