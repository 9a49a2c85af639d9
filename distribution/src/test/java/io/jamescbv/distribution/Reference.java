package io.jamescbv.distribution;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** One thing outside itself that a class file needs: a class, a field or a method. */
final class Reference {
    final String owner;
    final String member;
    final String descriptor;
    final boolean isStatic;
    final boolean onInterface;

    private Reference(String owner, String member, String descriptor, boolean isStatic, boolean onInterface) {
        this.owner = owner;
        this.member = member;
        this.descriptor = descriptor;
        this.isStatic = isStatic;
        this.onInterface = onInterface;
    }

    static Reference toClass(String name) {
        return new Reference(name, "", "", false, false);
    }

    static Reference toField(boolean isStatic, String owner, String name, String descriptor) {
        return new Reference(owner, name, descriptor, isStatic, false);
    }

    static Reference toMethod(boolean isStatic, String owner, String name, String descriptor, boolean onInterface) {
        return new Reference(owner, name, descriptor, isStatic, onInterface);
    }

    boolean isClass() {
        return member.isEmpty();
    }

    boolean isMethod() {
        return descriptor.startsWith("(");
    }

    String key() {
        return key(member, descriptor);
    }

    static String key(String member, String descriptor) {
        return member + " " + descriptor;
    }

    /** The member that a class declares under this key. */
    static Reference toDeclared(ClassFacts owner, String key, int access) {
        String[] parts = key.split(" ");
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        return parts[1].startsWith("(")
                ? toMethod(isStatic, owner.name, parts[0], parts[1], owner.isInterface())
                : toField(isStatic, owner.name, parts[0], parts[1]);
    }

    /** As people write it, and as it stands in the list of what Central lacks. */
    String line() {
        String where = owner.replace('/', '.');
        if (isClass()) {
            return "class " + where;
        }
        String kind =
                (isMethod() ? "method " : "field ") + (onInterface ? "interface " : "") + (isStatic ? "static " : "");
        if (!isMethod()) {
            return kind + where + "." + member + " : "
                    + Type.getType(descriptor).getClassName();
        }
        String arguments = Arrays.stream(Type.getArgumentTypes(descriptor))
                .map(Type::getClassName)
                .collect(Collectors.joining(", "));
        return kind + where + "." + member + "(" + arguments + ") : "
                + Type.getReturnType(descriptor).getClassName();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Reference && line().equals(((Reference) other).line());
    }

    @Override
    public int hashCode() {
        return Objects.hash(owner, member, descriptor);
    }
}
