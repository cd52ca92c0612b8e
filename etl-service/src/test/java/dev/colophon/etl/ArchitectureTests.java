package dev.colophon.etl;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
            .resideInAPackage("dev.colophon.etl..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.gateway..",
                    "dev.colophon.metadata..",
                    "dev.colophon.embedding..",
                    "dev.colophon.usage..");

    @ArchTest
    static final ArchRule textIsPlainJava = noClasses()
            .that()
            .resideInAPackage("dev.colophon.etl.text..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "io.r2dbc..", "com.fasterxml..");

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("dev.colophon.etl.(*)..").should().beFreeOfCycles();
}
