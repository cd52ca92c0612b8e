package dev.colophon.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
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
    static final ArchRule telemetryIsGround = noClasses()
            .that()
            .resideInAPackage("dev.colophon.telemetry..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.colophon..").and(resideOutsideOfPackage("dev.colophon.telemetry..")));

    @ArchTest
    static final ArchRule messagingKnowsNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("dev.colophon.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.colophon.web..", "org.springframework.web..", "org.springframework.http..");

    /** But for the answers that web has it keep. */
    @ArchTest
    static final ArchRule persistenceKnowsNothingOfHttp = noClasses()
            .that()
            .resideInAPackage("dev.colophon.persistence..")
            .and()
            .resideOutsideOfPackage("dev.colophon.persistence.idempotency..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.colophon.web..", "org.springframework.web..", "org.springframework.http..");

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
