package io.jamescbv.distribution;

import org.objectweb.asm.Opcodes;

/** Who may touch what. Classes nested in one another count as one, as they do for the JVM since Java 11. */
final class Access {
    private Access() {}

    static boolean toClass(ClassFacts from, ClassFacts target) {
        return target.is(Opcodes.ACC_PUBLIC) || samePackage(from, target);
    }

    static boolean toMember(ClassWorld world, ClassFacts from, ClassFacts declaring, int access) {
        if ((access & Opcodes.ACC_PUBLIC) != 0) {
            return true;
        }
        if ((access & Opcodes.ACC_PRIVATE) != 0) {
            return outermost(from.name).equals(outermost(declaring.name));
        }
        return samePackage(from, declaring)
                || ((access & Opcodes.ACC_PROTECTED) != 0 && world.lineage(from).contains(declaring));
    }

    private static boolean samePackage(ClassFacts a, ClassFacts b) {
        return packageOf(a.name).equals(packageOf(b.name));
    }

    static String packageOf(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    private static String outermost(String name) {
        int nested = name.indexOf('$', name.lastIndexOf('/') + 2);
        return nested < 0 ? name : name.substring(0, nested);
    }
}
