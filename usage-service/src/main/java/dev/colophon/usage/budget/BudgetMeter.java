package dev.colophon.usage.budget;

import dev.colophon.telemetry.metric.DocumentedMeter;
import dev.colophon.telemetry.metric.MeterDeclaration;

/** What is told of budgets; never of whom. */
enum BudgetMeter implements DocumentedMeter {
    ADMISSIONS(MeterDeclaration.counter(
            "colophon.budget.admissions",
            "Paid attempts that asked to be admitted, by the answer; ahead were admitted before they came, over_allowance is a"
                    + " replay at its cap",
            "outcome=admitted|ahead|known|over_limit|over_allowance|unknown_price|taken")),
    CHANGES(MeterDeclaration.counter(
            "colophon.budget.changes",
            "Budgets that came to another state",
            "scope",
            "period",
            "state=ok|soft_exceeded|exhausted"));

    private final MeterDeclaration declaration;

    BudgetMeter(MeterDeclaration declaration) {
        this.declaration = declaration;
    }

    @Override
    public MeterDeclaration declaration() {
        return declaration;
    }
}
