package dev.colophon.usage.ledger;

/**
 * Where a ledger is written.
 *
 * @param records one an attempt
 * @param adjustments corrections of their cost
 */
record LedgerTables(String records, String adjustments) {

    /** The ledger that everyone reads. */
    static final LedgerTables LIVE = new LedgerTables("usage_record", "usage_adjustment");

    /** The one that a rebuild writes, until it takes the other's place. */
    static final LedgerTables REBUILT = new LedgerTables("usage_record_rebuilt", "usage_adjustment_rebuilt");
}
