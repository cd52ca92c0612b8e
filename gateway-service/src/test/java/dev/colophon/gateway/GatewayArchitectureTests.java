package dev.colophon.gateway;

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
class GatewayArchitectureTests {

    @ArchTest
    static final ArchRule knowsNoOtherService = noClasses()
            .that()
            .resideInAPackage("dev.colophon.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.metadata..",
                    "dev.colophon.embedding..",
                    "dev.colophon.etl..",
                    "dev.colophon.usage..",
                    "dev.colophon.ai..");

    @ArchTest
    static final ArchRule hasFeaturesWithoutCycles =
            slices().matching("dev.colophon.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule keepsItsRulesPlain = noClasses()
            .that()
            .haveSimpleName("TokenBucket")
            .or()
            .haveSimpleName("Identity")
            .or()
            .haveSimpleName("ApiKeySecret")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "reactor..", "org.apache.kafka..", "com.fasterxml..");
}
