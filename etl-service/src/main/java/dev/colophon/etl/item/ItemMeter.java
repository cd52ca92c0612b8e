package dev.colophon.etl.item;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of items. */
enum ItemMeter implements DocumentedMeter {
    ITEMS(MeterDeclaration.counter(
            "colophon.etl.items",
            "Items that were told of: captured anew or changed, or unchanged",
            "result=captured|unchanged"));

    private final MeterDeclaration declaration;

    ItemMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
