package dev.colophon.testing;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The smallest service: platform libraries, one table, one listener. */
@SpringBootApplication
class PlatformApplication {}
