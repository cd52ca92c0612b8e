package dev.colophon.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a payload on the wire: its CloudEvents type and the topic that it is published on. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /** The CloudEvents {@code type}, for example {@code dev.colophon.project.created.v1}. */
    String value();

    Topic topic();
}
