"""Types that only moto's own CloudFormation makes.

moto drops the properties it does not know, so that a pass on these says less than one on our own kinds. Their
events say so, and the acceptance suite accepts none of them.
"""

from moto.cloudformation import parsing

from .kind import Kind


def is_native(resource_type: str) -> bool:
    return resource_type in parsing.get_model_map()


class Native(Kind):
    remark = "moto's own: this server cannot say which of its properties were dropped"

    def create(self) -> None:
        self._hold(self._model.create_from_cloudformation_json(*self._arguments(), **self._context))

    def update(self, former) -> None:
        if hasattr(self._model.update_from_cloudformation_json, "__isabstractmethod__"):
            super().update(former)
            return
        name, declared, account, region = self._arguments()
        self._hold(self._model.update_from_cloudformation_json(
            original_resource=former.native, new_resource_name=name, cloudformation_json=declared,
            account_id=account, region_name=region,
        ))

    def delete(self) -> None:
        _, declared, account, region = self._arguments()
        if hasattr(self.native, "delete"):
            self.native.delete(account, region)
        elif not hasattr(self._model.delete_from_cloudformation_json, "__isabstractmethod__"):
            self._model.delete_from_cloudformation_json(self.physical_resource_id, declared, account, region)

    def adopt(self, former) -> None:
        super().adopt(former)
        self.native = former.native

    def get_cfn_attribute(self, name):
        return self.native.get_cfn_attribute(name)

    def _hold(self, made) -> None:
        self.native, self.untaken = made, {}
        self.known_as(made.physical_resource_id)

    @property
    def _model(self):
        return parsing.get_model_map()[self.cf_resource_type]

    @property
    def _context(self):
        return {
            "LogicalId": self.logical_resource_id,
            "StackId": self.stack.stack_id,
            "ResourceType": self.cf_resource_type,
        }

    def _arguments(self):
        name_property = self._model.cloudformation_name_type()
        name = self.properties.get(name_property) if name_property else None
        generated = parsing.generate_resource_name(
            self.cf_resource_type, self.stack.name, self.logical_resource_id
        )
        declared = {"Type": self.cf_resource_type, "Properties": self.properties}
        return name or generated, declared, self.stack.account_id, self.region
