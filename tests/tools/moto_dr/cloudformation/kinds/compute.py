"""Functions, and who may call them."""

import io
import zipfile

from .kind import Kind

# Not part of UpdateFunctionConfiguration.
FIXED = ("FunctionName", "Code", "PackageType", "Architectures", "Tags")


class Function(Kind):
    TYPE, SERVICE = "AWS::Lambda::Function", "lambda"

    def create(self) -> None:
        name = self.take("FunctionName", self.generated_name)
        code, reserved = self._code(self.take("Code")), self.take("ReservedConcurrentExecutions")
        made = self.call("create_function", FunctionName=name, Code=code, **self.rest())
        self.known_as(name, Arn=made["FunctionArn"])
        self._reserve(reserved)

    def update(self, former) -> None:
        """In place: permissions, invoke configuration and alarms hang on the function."""
        if former.properties.get("FunctionName") != self.properties.get("FunctionName"):
            super().update(former)
            return
        self.known_as(former.physical_resource_id, **former.attributes)
        name, code = self.physical_resource_id, self._code(self.properties["Code"])
        self.call("update_function_code", FunctionName=name, **code)
        self._reserve(self.take("ReservedConcurrentExecutions"))
        changed = {key: it for key, it in self.rest().items() if key not in FIXED}
        self.call("update_function_configuration", FunctionName=name, **changed)

    def delete(self) -> None:
        self.call("delete_function", FunctionName=self.physical_resource_id)

    def _reserve(self, executions) -> None:
        name = self.physical_resource_id
        if executions is None:
            self.call("delete_function_concurrency", FunctionName=name)
        else:
            self.call("put_function_concurrency", FunctionName=name, ReservedConcurrentExecutions=executions)

    def _code(self, code):
        if "ZipFile" not in code:
            return code
        return {"ZipFile": _zip(_file_name(self.properties["Runtime"]), code["ZipFile"])}


def _file_name(runtime) -> str:
    """AWS puts inline code into `index`, with the ending of the runtime. (moto: always index.py.)"""
    return "index.js" if runtime.startswith("nodejs") else "index.py"


def _zip(name, source) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), source)  # ZipInfo: no clock, so equal code has an equal hash
    return held.getvalue()


class Permission(Kind):
    TYPE, SERVICE = "AWS::Lambda::Permission", "lambda"

    def create(self) -> None:
        self.function = self.take("FunctionName")
        statement = self.generated_name
        self.call("add_permission", FunctionName=self.function, StatementId=statement, **self.rest())
        self.known_as(statement, Id=statement)

    def delete(self) -> None:
        function = self.properties["FunctionName"]
        self.call("remove_permission", FunctionName=function, StatementId=self.physical_resource_id)
