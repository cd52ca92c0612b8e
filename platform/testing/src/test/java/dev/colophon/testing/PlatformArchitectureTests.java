package dev.colophon.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "dev.colophon",
        importOptions = {ImportOption.DoNotIncludeTests.class, HandWritten.class})
class PlatformArchitectureTests {

    @ArchTest
    static final ArchRule nothingStandsOnOps = noClasses()
            .that()
            .resideOutsideOfPackage("dev.colophon.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.colophon.ops..");

    @ArchTest
    static final ArchRule persistenceKnowsNothingOfKafka = noClasses()
            .that()
            .resideInAPackage("dev.colophon.persistence..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "dev.colophon.messaging..");

    @ArchTest
    static final ArchRule messagingKnowsNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("dev.colophon.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.colophon.web.problem..",
                    "dev.colophon.web.security..",
                    "dev.colophon.web.paging..",
                    "dev.colophon.web.idempotency..",
                    "org.springframework.web..",
                    "org.springframework.http..");

    @ArchTest
    static final ArchRule rulesOfReplaysArePlainJava = classes()
            .that()
            .resideInAPackage("dev.colophon.messaging.replay")
            .and()
            .haveNameMatching(".*\\.(Ranges|RateLimit|BatchSize|CapShares|Estimate|Batch|PartitionRange)")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.colophon.messaging.replay..");
}
