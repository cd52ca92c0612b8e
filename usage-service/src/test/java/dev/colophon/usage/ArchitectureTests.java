package dev.colophon.usage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.colophon.testing.HandWritten;

@AnalyzeClasses(
        packages = "dev.colophon",
        importOptions = {ImportOption.DoNotIncludeTests.class, HandWritten.class})
class ArchitectureTests {

    @ArchTest
    static final ArchRule knowsNoOtherService = noClasses()
            .that()
            .resideInAPackage("dev.colophon.usage..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.gateway..",
                    "dev.colophon.metadata..",
                    "dev.colophon.embedding..",
                    "dev.colophon.etl..");

    @ArchTest
    static final ArchRule reportsDoNotWriteTheLedger = noClasses()
            .that()
            .resideInAPackage("dev.colophon.usage.report..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.colophon.usage.ledger..");
}
